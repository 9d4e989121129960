// Whether npm's @mapbox/mbtiles reads from an archive what the folder has.
"use strict";
const assert = require("assert"), path = require("path");
const { promisify } = require("util");
const MBTiles = require("@mapbox/mbtiles");
const { tiles, places, description } = require("./tiles_of_folder.js")(path.join(process.argv[2], "x"));

(async () => {
  const archive = await promisify((name, done) => new MBTiles(name, done))(path.resolve(process.argv[2], "x.mbtiles"));
  const info = await promisify(archive.getInfo).call(archive);
  assert.equal(info.format, "png");
  assert.equal(info.name, description.name);
  assert.equal(info.minzoom, description.minzoom);
  assert.equal(info.maxzoom, description.maxzoom);
  info.bounds.forEach((side, i) => assert(Math.abs(side - description.bounds[i]) < 1e-5, `bounds ${info.bounds}`));
  for (const place of places) {
    const [zoom, col, row] = place.split("/").map(Number);
    const tile = await new Promise((done) => archive.getTile(zoom, col, row, (error, data) => done(error ? null : data)));
    const expected = tiles.get(place);
    assert.equal(tile !== null, expected !== undefined, place);
    if (tile) assert(tile.equals(expected), place);
  }
  console.log(`@mapbox/mbtiles: ${tiles.size} tiles, ${places.size - tiles.size} addresses without one`);
})().catch((error) => { console.error(error.message); process.exit(1); });
