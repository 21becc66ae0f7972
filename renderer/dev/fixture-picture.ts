/** Drawn stand-ins for pictures: a fox in the snow, a little different with every seed and strategy. Development only. */
const LIKENESS = /^([0-9a-f]{8})([0-9a-f]{2})/;

/** 64 hex digits that say what to draw: a seed and how far from its baseline. */
export function fixturePictureId(seed: number, drift: number): string {
  return (seed.toString(16).padStart(8, '0').slice(-8) + drift.toString(16).padStart(2, '0')).padEnd(64, '0');
}

export function fixturePictureUrl(id: string): string {
  const [, seedText = '0', driftText = '0'] = LIKENESS.exec(id) ?? [];
  return svgUrl(scene(Number.parseInt(seedText, 16), Number.parseInt(driftText, 16)));
}

/** The picture emerging from noise, for previews. */
export function fixturePreviewUrl(seed: number, done: number): string {
  const blur = ((1 - done) * 40).toFixed(1);
  return svgUrl(
    `<filter id="b"><feGaussianBlur stdDeviation="${blur}"/></filter><g filter="url(#b)">${scene(seed, 0)}</g>` +
      `<filter id="n"><feTurbulence baseFrequency=".9" seed="${Math.round(done * 50)}"/></filter>` +
      `<rect width="512" height="512" filter="url(#n)" opacity="${(0.8 * (1 - done)).toFixed(2)}"/>`,
  );
}

function svgUrl(content: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">${content}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function scene(seed: number, drift: number): string {
  const random = (n: number) => Math.abs(Math.sin(seed * 0.37 + n * 12.9898) * 43758.5453) % 1;
  const d = (n: number) => (random(n + 99) - 0.5) * drift;
  const hills = [0, 1, 2].map((k) => {
    const y = 250 + k * 60 + d(k);
    const bend = (n: number) => y - 60 + random(k * 7 + n) * 90 + d(n);
    return `<path d="M0 ${y} C120 ${bend(1)} 220 ${bend(2)} 330 ${y} S460 ${bend(3)} 512 ${y - 20} V512 H0Z" fill="hsl(${212 - k * 8} ${34 - k * 6}% ${70 + k * 10}%)"/>`;
  });
  const trees = Array.from({ length: 9 }, (_, k) => {
    const [x, y, h] = [random(k + 20) * 512 + d(k), 300 + random(k + 40) * 60, 50 + random(k + 60) * 60];
    return `<path d="M${x} ${y - h} l${h * 0.26} ${h} h${-h * 0.52}z" fill="hsl(200 30% ${28 + random(k) * 16}%)" opacity=".75"/>`;
  });
  const flakes = Array.from({ length: 60 }, (_, k) => {
    return `<circle cx="${random(k + 200) * 512}" cy="${random(k + 300) * 512}" r="${1 + random(k) * 2.4}" fill="#fff" opacity=".8"/>`;
  });
  const [x, y] = [190 + random(5) * 60 + d(1) / 2, 318 + d(2) / 2];
  const fox =
    `<g transform="translate(${x} ${y}) scale(1.35)"><path d="M96 96 C150 110 178 70 168 28 C160 66 128 60 100 74Z" fill="#d96f2b"/>` +
    `<path d="M158 62 C172 50 172 36 168 28 C163 50 150 58 140 66Z" fill="#fff4e6"/>` +
    `<path d="M20 110 C8 60 34 34 64 40 C100 46 112 76 106 112Z" fill="#e07c33"/><path d="M34 112 C30 84 44 70 56 74 C68 80 66 100 64 112Z" fill="#fff4e6"/>` +
    `<path d="M10 ${-24 + d(3) / 6} L22 4 C30 -4 54 -4 62 4 L76 -24 C84 6 80 22 64 36 L42 54 L20 36 C2 20 2 4 10 -24Z" fill="#e98a3c"/>` +
    `<path d="M42 54 L20 36 C28 26 36 28 42 40 C48 28 56 26 64 36Z" fill="#fff8ee"/><circle cx="28" cy="20" r="3.4" fill="#22201e"/><circle cx="56" cy="20" r="3.4" fill="#22201e"/><circle cx="42" cy="50" r="4" fill="#22201e"/></g>`;
  return (
    `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${214 + d(4) / 3} 60% 78%)"/><stop offset=".6" stop-color="#fbe3c4"/></linearGradient></defs>` +
    `<rect width="512" height="512" fill="url(#s)"/><circle cx="${360 + d(6)}" cy="${150 + d(7)}" r="42" fill="#fff3d4"/>${hills[0]}${trees.join('')}${hills[1]}${hills[2]}${fox}${flakes.join('')}`
  );
}
