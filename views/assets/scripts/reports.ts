// Charts beside the tables of a report. The tables say it all; a chart only shows it.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
)

type Series = { label: string; values: (number | null)[] }

const colours = ['#0B4F8A', '#FFC94A', '#1B7A4B', '#6B7C93', '#B3261E']

for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) draw(place)

function draw(place: HTMLElement): void {
  const table = document.getElementById(place.dataset.table ?? '')
  if (!(table instanceof HTMLTableElement)) return
  const rows = [...(table.tBodies[0]?.rows ?? [])]
  if (rows.length === 0) return
  const labels = rows.map((row) => row.cells[0]?.textContent?.trim() ?? '')
  const columns = (place.dataset.columns ?? '').split(',').map(Number)
  const series = columns.map((column): Series => {
    const head = table.tHead?.rows[0]?.cells[column + 1]?.textContent ?? ''
    return { label: head.trim(), values: rows.map((row) => valueIn(row.cells[column + 1])) }
  })
  // Nothing to see where there is nothing.
  if (series.every(({ values }) => values.every((value) => !value))) return
  const box = document.createElement('div')
  box.className = 'report__canvas'
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  box.append(canvas)
  place.append(box)
  new Chart(canvas, configOf(place.dataset.chart ?? 'bars', labels, series))
}

function valueIn(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset.value ?? ''
  return text === '' ? null : Number(text)
}

function configOf(kind: string, labels: string[], series: Series[]): ChartConfiguration {
  const ranked = kind === 'ranked'
  const lines = kind === 'lines'
  const stacked = kind === 'stacked'
  const datasets = series.map(({ label, values }, n): ChartDataset => {
    const colour = colours[n % colours.length] ?? '#0B4F8A'
    return {
      label,
      data: values,
      backgroundColor: colour,
      borderColor: colour,
      ...(lines ? { borderWidth: 2, pointRadius: 3, spanGaps: true } : { maxBarThickness: 28 }),
    }
  })
  const font = { family: getComputedStyle(document.body).fontFamily, size: 14 }
  const ticks = { font, color: '#10243A' }
  const counted = {
    beginAtZero: true,
    stacked,
    ticks: { ...ticks, precision: 0 },
    grid: { color: '#D3DBE5' },
  }
  const named = { stacked, ticks, grid: { display: false } }
  return {
    type: lines ? 'line' : 'bar',
    data: { labels, datasets },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: ranked ? 'y' : 'x',
      scales: ranked ? { x: counted, y: named } : { x: named, y: counted },
      plugins: {
        legend: {
          display: series.length > 1,
          position: 'bottom',
          labels: { font, color: '#10243A', boxWidth: 14 },
        },
        tooltip: { bodyFont: font, titleFont: font },
      },
    },
  }
}
