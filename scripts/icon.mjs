// Draws resources/icons/icon.png from the icon that the pages show; run it when renderer/icon.svg changed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { root } from './setup.mjs';

/** What macOS asks for; the other systems' sizes are made from it. */
const PIXELS = 1024;

const drawing = readFileSync(join(root, 'renderer', 'icon.svg'), 'utf8');
const sized = drawing.replace('<svg ', `<svg width="${PIXELS}" height="${PIXELS}" `);
const canvas = createCanvas(PIXELS, PIXELS);
canvas.getContext('2d').drawImage(await loadImage(Buffer.from(sized)), 0, 0, PIXELS, PIXELS);
writeFileSync(join(root, 'resources', 'icons', 'icon.png'), await canvas.encode('png'));
