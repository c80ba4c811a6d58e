import { init, use } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { verdictOn } from '../measure/verdict.js';
import type { ComparisonResult, GrowthResult } from '../measure/result.interface.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const WIDTH = 960;
const ROW = 34;
const MARGIN = 110;
const COLOURS = { good: '#2f855a', bad: '#c05621' };

/** One bar for each comparison: the ratio, and whether it is what it has to be; without a target, whether it is no dearer. */
export function ratioChart(title: string, results: readonly ComparisonResult[]): string {
  const bars = results.toReversed();
  return render(bars.length * ROW + MARGIN, {
    title: { text: title, subtext: 'processor time, as a ratio; 1 is as good as what it is compared with' },
    grid: { left: 470, right: 60, top: 70, bottom: 30 },
    xAxis: { type: 'value', min: 0 },
    yAxis: {
      type: 'category',
      data: bars.map(({ name }) => name),
      axisLabel: { width: 450, overflow: 'break', fontSize: 11 },
    },
    series: [
      {
        type: 'bar',
        data: bars.map((result) => ({
          value: Number(result.ratio.median.toFixed(2)),
          itemStyle: { color: isGood(result) ? COLOURS.good : COLOURS.bad },
        })),
        label: {
          show: true,
          position: 'right',
          formatter: ({ value }: { value: number }) => value.toFixed(2),
        },
      },
    ],
  });
}

function isGood({ ratio, target = { atMost: 1 } }: ComparisonResult): boolean {
  return verdictOn(ratio.median, target) === 'met';
}

/** One line for each series. */
export function growthChart({ name, axis, at, series }: GrowthResult): string {
  return render(420, {
    title: { text: name, subtext: 'relative to the first point' },
    legend: { bottom: 0, itemGap: 30 },
    grid: { left: 60, right: 40, top: 70, bottom: 80 },
    xAxis: { type: 'category', name: axis, nameLocation: 'middle', nameGap: 28, data: at.map(String) },
    yAxis: { type: 'value', min: 0 },
    series: series.map(({ name: title, values }) => ({
      type: 'line',
      name: title,
      data: values.map((value) => Number(value.toFixed(3))),
    })),
  });
}

function render(height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({ animation: false, backgroundColor: '#fff', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
