// Subtitles on the picture as vidcommerce/media/captions.py and libass draw them.
import type { CaptionLook } from './types.ts';

/** The family under which the renderer's font is loaded. */
export const FAMILY = 'vidcommerce captions';

const FALLBACK = `"${FAMILY}", "Noto Sans SC", "Noto Sans CJK SC", sans-serif`;
const FILL = '#ffffff';
const OUTLINE = '#141414';
/** The renderer's shadow is 0x78 of 0xff transparent. */
const SHADOW = 1 - 0x78 / 0xff;
const MEASURED_AT = 1000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: as the renderer: a newline inside would end the line.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;
/** Unicode 14, East Asian Width W and F. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}/u;

/** The width of a text in ems. */
export type Measure = (text: string) => number;

/** Whether a text has a character that is set in a square. */
export function wide(text: string): boolean {
  return WIDE.test(text);
}

/** The lines of a subtitle that show something, as they are drawn. */
export function plainLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(CONTROLS, ' ').trim()).filter((line) => line !== '');
}

/** Canvas pixels an em at which lines are drawn together. */
export function captionSize(lines: readonly string[], look: CaptionLook, measure: Measure): number {
  const usual = lines.some(wide) ? look.wide : look.narrow;
  const edges = look.edges / 1000;
  const widest = Math.max(0, ...lines.map(measure)) + edges;
  const tallest = (lines.length * look.line) / 1000 + edges;
  const fitting = Math.min(look.box.width / widest, (look.box.height - 1) / tallest);
  return Math.max(look.smallest, Math.min(usual, Math.floor(fitting)));
}

/** The canvas pixel on which the bottom of the last line is. */
export function captionBottom(size: number, look: CaptionLook): number {
  return look.box.top + look.box.height - 1 - (size * look.edges) / 2000;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** How wide this browser draws a text with the renderer's font. */
export function measuredWith(context: Context): Measure {
  return (text) => {
    context.save();
    setFont(context, MEASURED_AT);
    const { width } = context.measureText(text);
    context.restore();
    return width / MEASURED_AT;
  };
}

function setFont(context: Context, size: number): void {
  context.font = `500 ${size}px ${FALLBACK}`;
  context.fontKerning = 'none';
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
}

/** Draw a subtitle; the context counts canvas pixels. `aside` is a canvas of the same size to draw its shadow on. */
export function drawCaption(
  context: CanvasRenderingContext2D,
  cueLines: readonly string[],
  look: CaptionLook,
  aside: HTMLCanvasElement,
): void {
  const lines = plainLines(cueLines);
  if (lines.length === 0) {
    return;
  }
  const size = captionSize(lines, look, measuredWith(context));
  const shade = aside.getContext('2d');
  if (shade !== null) {
    shade.setTransform(1, 0, 0, 1, 0, 0);
    shade.clearRect(0, 0, aside.width, aside.height);
    shade.setTransform(context.getTransform());
    const by = (size * look.shadow) / 1000;
    setLines(shade, lines, size, look, { fill: '#000000', outline: '#000000', by });
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = SHADOW;
    context.drawImage(aside, 0, 0);
    context.restore();
  }
  context.save();
  setLines(context, lines, size, look, { fill: FILL, outline: OUTLINE, by: 0 });
  context.restore();
}

interface Ink {
  readonly fill: string;
  readonly outline: string;
  readonly by: number;
}

function setLines(
  context: Context,
  lines: readonly string[],
  size: number,
  look: CaptionLook,
  { fill, outline, by }: Ink,
): void {
  setFont(context, size);
  const { fontBoundingBoxDescent: descent } = context.measureText(lines.join(''));
  const across = look.box.left + look.box.width / 2 + by;
  const last = captionBottom(size, look) - descent + by;
  const placed = lines.map((line, number) => {
    const above = ((lines.length - 1 - number) * size * look.line) / 1000;
    return { line, down: last - above };
  });
  context.lineWidth = (2 * size * look.outline) / 1000;
  context.strokeStyle = outline;
  context.fillStyle = fill;
  for (const { line, down } of placed) {
    context.strokeText(line, across, down);
  }
  for (const { line, down } of placed) {
    context.fillText(line, across, down);
  }
}
