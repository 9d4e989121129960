// The tiles of a folder, and what its tilejson.json says.
"use strict";
const fs = require("fs"), path = require("path");

module.exports = function (folder) {
  const tiles = new Map();
  for (const zoom of fs.readdirSync(folder).filter((name) => /^\d+$/.test(name)))
    for (const col of fs.readdirSync(path.join(folder, zoom)))
      for (const file of fs.readdirSync(path.join(folder, zoom, col)))
        tiles.set(`${zoom}/${col}/${parseInt(file)}`, fs.readFileSync(path.join(folder, zoom, col, file)));
  const description = JSON.parse(fs.readFileSync(path.join(folder, "tilejson.json")));
  // Every address at and around those there are, so that a reader that has more is noticed.
  const places = new Set(["0/0/0"]);
  for (const place of tiles.keys()) {
    const [zoom, col, row] = place.split("/").map(Number), last = 2 ** zoom - 1;
    for (let c = Math.max(col - 1, 0); c <= Math.min(col + 1, last); c++)
      for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, last); r++) places.add(`${zoom}/${c}/${r}`);
  }
  return { tiles, places, description };
};
