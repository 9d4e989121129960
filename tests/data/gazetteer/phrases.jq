# The cases of phrases.tsv ($cases) against the answers of "incmap resolve": prints one line for each that is wrong.
def rad: . * 0.017453292519943295;
# Kilometres on the sphere; haversine.
def apart_km($lon; $lat):
  (((.lat - $lat) | rad) / 2 | sin) as $n | (((.lon - $lon) | rad) / 2 | sin) as $e
  | ($n * $n + ((.lat | rad) | cos) * (($lat | rad) | cos) * $e * $e) as $h
  | 2 * 6371 * ([1, ($h | sqrt)] | min | asin);
. as $answers
| [$cases | split("\n")[] | select(length > 0 and (startswith("#") | not)) | split("\t")] as $all
| range($all | length) as $i | $all[$i] as $case | $answers[$i]
| if .query != $case[0] then "\($case[0]): the answer is to \(.query)"
  elif $case[1] == "" then (if .status == "unresolved" then empty else "\(.query): \(.name), not nowhere" end)
  elif .status != "resolved" then "\(.query): \(.status)"
  else apart_km($case[1] | tonumber; $case[2] | tonumber) as $off_km
    | if $off_km <= ($case[3] | tonumber) then empty else "\(.query): \(.name), \($off_km | floor) km off, not \($case[3])" end
  end
