// Whether npm's pmtiles reads from an archive what the folder has.
"use strict";
const assert = require("assert"), fs = require("fs"), path = require("path");
const { PMTiles } = require("pmtiles");
const { tiles, places, description } = require("./tiles_of_folder.js")(path.join(process.argv[2], "x"));

class FileSource {
  constructor(name) { this.name = name; this.file = fs.openSync(name); }
  getKey() { return this.name; }
  async getBytes(offset, length) {
    const buffer = Buffer.alloc(length), read = fs.readSync(this.file, buffer, 0, length, offset);
    return { data: new Uint8Array(buffer.subarray(0, read)).buffer };
  }
}

(async () => {
  const archive = new PMTiles(new FileSource(path.join(process.argv[2], "x.pmtiles")));
  const header = await archive.getHeader();
  assert.equal(header.specVersion, 3);
  assert.equal(header.minZoom, description.minzoom);
  assert.equal(header.maxZoom, description.maxzoom);
  [header.minLon, header.minLat, header.maxLon, header.maxLat].forEach((side, i) =>
    assert(Math.abs(side - description.bounds[i]) < 1e-6, `bounds ${side}, not ${description.bounds[i]}`));
  assert.equal(header.numAddressedTiles, tiles.size);
  assert.equal((await archive.getMetadata()).name, description.name);
  for (const place of places) {
    const tile = await archive.getZxy(...place.split("/").map(Number)), expected = tiles.get(place);
    assert.equal(tile !== undefined, expected !== undefined, place);
    if (tile) assert(Buffer.from(tile.data).equals(expected), place);
  }
  console.log(`pmtiles: ${tiles.size} tiles, ${places.size - tiles.size} addresses without one`);
})().catch((error) => { console.error(error.message); process.exit(1); });
