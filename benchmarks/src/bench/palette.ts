/** A colour of the pictures, in light and in dark. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** After Okabe and Ito: told apart with each kind of colour blindness, and dark (or light) enough for thin lines. */
export const SERIES: readonly Colour[] = [
  { light: '#0072b2', dark: '#4aa8e8' },
  { light: '#d55e00', dark: '#ff8c3a' },
  { light: '#008f68', dark: '#2fc79b' },
  { light: '#b4508f', dark: '#e58bc0' },
  { light: '#8a6d00', dark: '#d9b33c' },
  { light: '#4d4d4d', dark: '#c8c8c8' },
  { light: '#3f9fd8', dark: '#a8dcff' },
  { light: '#7a3b00', dark: '#c98a5e' },
];
export const INK: Colour = { light: '#48515b', dark: '#aeb8c2' };
export const GRID: Colour = { light: '#dce1e6', dark: '#39414a' };

/** Series are told apart by their marks, too. */
export const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'] as const;
export const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 4],
  [2, 3],
  [10, 3, 2, 3],
];

/** Rules that turn a picture dark: a picture carries the light colours, and needs no style to be read. */
export function darkRules(): string {
  return [...SERIES, INK, GRID]
    .flatMap(({ light, dark }) => [
      `svg [fill="${light}"]{fill:${dark}}`,
      `svg [stroke="${light}"]{stroke:${dark}}`,
    ])
    .join('\n');
}
