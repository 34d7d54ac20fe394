// The bars of a label, as numbers: for paper, for a label printer, and for the eye of a test.
import { render, type DrawingContext } from 'bwip-js/node';
import { isDrawable, type Label } from '#domain/labels/label.ts';
import type { Bars } from '#domain/labels/zpl.ts';

/** The upright bars of a linear code, in modules from the left; undefined for a text that its symbology cannot carry. */
export function barsOf(label: Label): Bars | undefined {
  const bars: { x: number; width: number; height: number }[] = [];
  let size = { width: 1, height: 1 };
  const drawing: DrawingContext<Bars> = {
    scale: (sx, sy) => [sx, sy],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width, height) => void (size = { width, height }),
    // Of a bar of odd width the bigger half lies left of the line it is drawn along.
    line: (x0, y0, _x1, y1, width) => void bars.push({ x: Math.trunc(x0) - Math.ceil(width / 2), width, height: Math.abs(y1 - y0) }),
    polygon: () => {}, hexagon: () => {}, ellipse: () => {}, fill: () => {}, text: () => {},
    end: () => ({ bars, ...size }),
  };
  // The library's way of saying that it cannot draw a text.
  try {
    return render({ bcid: isDrawable(label) ? label.symbology : 'code128', text: label.text, scale: 1, height: 12, includetext: false, parsefnc: false }, drawing);
  } catch {
    return undefined;
  }
}
