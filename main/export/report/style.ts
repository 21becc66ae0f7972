import { webFont } from '../drawing/fonts.ts';
import { PALETTES, type Palette } from '../drawing/palette.ts';

/** The page's style sheet, the font and both themes in it. */
export function styleSheet(): string {
  const variables = (palette: Palette) =>
    Object.entries(palette)
      .map(([name, color]) => `--${name}:${color}`)
      .join(';');
  return `
@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${webFont().toString('base64')}) format("woff2")}
:root{${variables(PALETTES.dark)}}
@media(prefers-color-scheme:light){:root{${variables(PALETTES.light)}}}
*{box-sizing:border-box}
body{margin:0;padding:28px;background:var(--background);color:var(--text);font:13px/1.5 Inter,system-ui,sans-serif}
header,main,footer{max-width:1680px;margin:0 auto}
h1{font-size:24px;font-weight:600;line-height:1.3;margin:4px 0 12px;overflow-wrap:anywhere}
h2{font-size:15px;font-weight:600;margin:0 0 12px}
section{margin:28px 0}
p{margin:0}
.brand,footer,small,caption,.legend,dt+dd{color:var(--dim)}
.brand b{color:var(--text);margin-right:6px}
.pills{display:flex;flex-wrap:wrap;gap:8px;padding:0;margin:0;list-style:none}
.pills li{border:1px solid var(--line);background:var(--raised);border-radius:8px;padding:3px 10px;color:var(--dim)}
.pills b{color:var(--text);font-weight:600}
.big{font-size:31px;font-weight:700;letter-spacing:-.5px;line-height:1.2;white-space:nowrap}
.headline{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center}
.headline .big{font-size:52px}
.headline p+p{max-width:620px}
.choices{display:flex;flex-wrap:wrap;gap:8px 20px;margin-bottom:12px;color:var(--dim)}
select{font:inherit;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:5px 8px;max-width:320px}
:focus-visible{outline:2px solid var(--compute);outline-offset:2px}
.split{--at:50%;position:relative;width:min(100%,448px);border-radius:10px;overflow:hidden;border:1px solid var(--line)}
.split.tall{width:min(100%,384px)}
.split img{display:block;width:100%}
#before-picture{position:absolute;inset:0;clip-path:inset(0 calc(100% - var(--at)) 0 0)}
.edge{position:absolute;top:0;bottom:0;left:calc(var(--at) - 1px);width:2px;background:#fff;box-shadow:0 0 0 1px #0006}
.split input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:ew-resize}
.split:focus-within{outline:2px solid var(--compute);outline-offset:2px}
.tag{position:absolute;bottom:8px;font-size:11px;background:#000b;color:#fff;border-radius:6px;padding:2px 7px;pointer-events:none}
.tag.left{left:8px}.tag.right{right:8px}
#after-numbers{margin-top:8px;font-weight:600}
.doubt{color:var(--compute);font-size:12px;font-weight:400;cursor:help}
.big .doubt{font-size:20px}
.legend{margin-bottom:12px;display:flex;gap:6px;align-items:center}
.swatch{width:16px;height:10px;border-radius:2px;background:var(--compute)}
.legend svg{margin-left:12px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--panel)}
table{border-collapse:collapse}
.pictures{margin:6px}
.pictures td,.pictures th{padding:10px;vertical-align:top;text-align:left;font-weight:400}
.pictures thead th{vertical-align:bottom}
.pictures tbody th{width:150px;min-width:110px;color:var(--dim)}
.pictures tbody th b{color:var(--text);font-weight:500}
.pictures img{display:block;border-radius:8px}
.rival{background:var(--raised)}
.rival .big{color:var(--dim)}
.name{display:flex;gap:10px;align-items:center;font-weight:700;font-size:15px;line-height:1.25;margin-bottom:6px;min-height:40px}
.name em{font-style:normal;font-weight:500;color:var(--dim)}
.name small{font-weight:400;font-size:11px}
.glyph{flex:none}
.compute{fill:var(--compute)}
.inherit{stroke:var(--inherit);stroke-width:.8}
.hatch{fill:var(--inherit)}
.timeline{display:block;width:100%;height:11px;margin:9px 0 6px}
.line{display:flex;justify-content:space-between;gap:8px}
.line b{font-weight:600}
.line+.line{font-size:11px;color:var(--dim)}
.line+.line b{color:var(--text)}
.numbers{width:100%;font-variant-numeric:tabular-nums}
.numbers caption{caption-side:bottom;text-align:left;padding:10px 14px}
.numbers th,.numbers td{padding:7px 14px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
.numbers th[scope=row]{text-align:left;font-weight:600}
.numbers thead th{color:var(--dim);font-weight:500;font-size:11px}
.indent{color:var(--dim);font-weight:400;padding-left:14px}
.beside{display:grid;gap:0 48px}
@media(min-width:1080px){.beside{grid-template-columns:448px minmax(0,820px)}}
dt{font-weight:600;margin-top:12px}
dd{margin:2px 0 0}
`;
}
