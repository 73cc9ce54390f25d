// attack: replaces its own source and plants modules that are found before Node's
// case: plant -> planted
// case: look -> original
// expect: accepted
// limits: cpu=3 idle=6 memory=256
const fs = require("fs");
const path = require("path");

if (fs.readFileSync(0, "utf8").trim() === "look") {
    console.log(fs.existsSync(path.join(process.cwd(), "node_modules")) ? "left" : "original");
} else {
    for (const folder of [__dirname, process.cwd(), process.env.HOME || "/", "/tmp"]) {
        for (const name of [path.basename(__filename), "package.json", ".noderc", "node_modules/fs/index.js"]) {
            try {
                const place = path.join(folder, name);
                fs.mkdirSync(path.dirname(place), {recursive: true});
                fs.rmSync(place, {force: true});
                fs.writeFileSync(place, "console.log('replaced')");
            } catch (e) {
            }
        }
    }
    console.log("planted");
}
