// A bar or line chart of a few figures, drawn as one figure whose alternative text says every number. The colours differ
// in brightness too, so that a black-and-white copy can be read.
import { breakLines } from './lines.ts';
import type { ChartBlock } from './markup.ts';
import { drawLines, reserve, span, type Sheet } from './sheet.ts';

const HEIGHT = 185;
const AXIS_WIDTH = 78;
const TITLE = 18;
const LEGEND = 20;
const LABELS = 16;
const SMALL = 9;
const COLORS = ['#0b5d33', '#d9a441', '#a9c0dd', '#7a4a8a'] as const;
const GRID = '#c8c8c8';

/** Draws the chart at `sheet.y`, on the next page where this one has no room, and moves `sheet.y` on. */
export function writeChart(sheet: Sheet, block: ChartBlock): void {
  reserve(sheet, chartHeight());
  const { left: x, y, width, doc } = sheet;
  const figure = doc.struct(
    'Figure',
    { alt: altOf(block), bbox: [x, y, x + width, y + HEIGHT], placement: 'Block' },
    () => drawChart(sheet, block),
  );
  sheet.root.add(figure);
  sheet.y += HEIGHT + 8;
}

export function chartHeight(): number {
  return HEIGHT + 8;
}

type Chart = { series: string[]; places: string[]; values: number[][] };

/** `values` by place, then by series. */
function chartOf({ rows: [head = [], ...body] }: ChartBlock): Chart {
  return {
    series: head.slice(1),
    places: body.map(([place = '']) => place),
    values: body.map((row) => row.slice(1).map(Number)),
  };
}

function altOf(block: ChartBlock): string {
  const { series, places, values } = chartOf(block);
  const kind = block.look === 'bars' ? 'Biểu đồ cột' : 'Biểu đồ đường';
  const told = places.map(
    (place, at) =>
      `${place}: ${series.map((name, index) => `${name} ${grouped(values[at]?.[index] ?? 0)}`).join(', ')}`,
  );
  return `${kind}: ${block.title}. ${told.join('; ')}.`;
}

const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');

export type Scale = { low: number; high: number; step: number };

/** Whole steps of 1, 2 or 5 times a power of ten around all values and zero; at most eight of them. */
export function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const reach = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(reach / 6));
  const factor = [1, 2, 5, 10].find((each) => reach / (each * power) <= 6) ?? 10;
  const step = Math.max(1, factor * power);
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  return { low, high: low === high ? step : high, step };
}

type Frame = { x: number; top: number; width: number; bottom: number; scale: Scale };

function drawChart(sheet: Sheet, block: ChartBlock): void {
  const chart = chartOf(block);
  const frame: Frame = {
    x: sheet.left + AXIS_WIDTH,
    top: sheet.y + TITLE + 6,
    width: sheet.width - AXIS_WIDTH,
    bottom: sheet.y + HEIGHT - LEGEND - LABELS,
    scale: scaleOf(chart.values.flat()),
  };
  write(sheet, block.title, {
    x: sheet.left,
    y: sheet.y,
    width: sheet.width,
    size: 11,
    bold: true,
  });
  drawGrid(sheet, frame);
  if (block.look === 'bars') drawBars(sheet, chart, frame);
  else drawLine(sheet, chart, frame);
  for (const [index, place] of chart.places.entries()) {
    const slot = frame.width / chart.places.length;
    const at = { x: frame.x + index * slot, y: frame.bottom + 4, width: slot, size: 10 };
    write(sheet, place, { ...at, align: 'center' });
  }
  drawLegend(sheet, chart, frame);
}

type Text = {
  x: number;
  y: number;
  width: number;
  size: number;
  align?: 'left' | 'center' | 'right';
  bold?: boolean;
};

function write({ doc }: Sheet, text: string, place: Text): void {
  doc.fillColor('black');
  const spans = span(text, place.bold ? 'bold' : 'regular');
  const lines = breakLines(doc, spans, { size: place.size, width: place.width }).slice(0, 1);
  drawLines(doc, lines, { align: 'left', ...place });
}

const heightAt = (value: number, { top, bottom, scale: { low, high } }: Frame): number =>
  bottom - ((value - low) / (high - low)) * (bottom - top);

function drawGrid(sheet: Sheet, frame: Frame): void {
  const { low, high, step } = frame.scale;
  for (let at = 0; low + at * step <= high; at += 1) {
    const value = low + at * step;
    const y = heightAt(value, frame);
    sheet.doc
      .moveTo(frame.x, y)
      .lineTo(frame.x + frame.width, y)
      .lineWidth(value === 0 ? 1 : 0.4)
      .stroke(value === 0 ? 'black' : GRID);
    const place = { x: sheet.left, y: y - SMALL * 0.7, width: AXIS_WIDTH - 6, size: SMALL };
    write(sheet, grouped(value), { ...place, align: 'right' });
  }
}

function drawBars({ doc }: Sheet, { values, series }: Chart, frame: Frame): void {
  const slot = frame.width / values.length;
  const width = Math.min(34, (slot * 0.8) / series.length);
  const zero = heightAt(0, frame);
  for (const [place, row] of values.entries()) {
    const start = frame.x + (place + 0.5) * slot - (width * row.length) / 2;
    for (const [index, value] of row.entries()) {
      const y = heightAt(value, frame);
      doc
        .rect(start + index * width, Math.min(y, zero), width, Math.abs(zero - y))
        .lineWidth(0.5)
        .fillAndStroke(colorOf(index), 'black');
    }
  }
}

function drawLine({ doc }: Sheet, { values, series }: Chart, frame: Frame): void {
  const slot = frame.width / values.length;
  for (const index of series.keys()) {
    const points = values.map((row, place): [number, number] => [
      frame.x + (place + 0.5) * slot,
      heightAt(row[index] ?? 0, frame),
    ]);
    for (const [place, [x, y]] of points.entries()) {
      if (place === 0) doc.moveTo(x, y);
      else doc.lineTo(x, y);
    }
    doc.lineWidth(2).stroke(colorOf(index));
    for (const [x, y] of points) doc.circle(x, y, 3.5).fill(colorOf(index));
  }
}

function drawLegend(sheet: Sheet, { series }: Chart, { x, width, bottom }: Frame): void {
  const y = bottom + LABELS + 4;
  const slot = Math.min(120, width / series.length);
  for (const [index, name] of series.entries()) {
    const left = x + index * slot;
    sheet.doc
      .rect(left, y + 2, 9, 9)
      .lineWidth(0.5)
      .fillAndStroke(colorOf(index), 'black');
    write(sheet, name, { x: left + 14, y, width: slot - 14, size: 10 });
  }
}

const colorOf = (index: number): string => COLORS[index % COLORS.length] as string;
