/** The drawing of outlines: comes only with the first map, and with the chart library. */
import { MapChart } from 'echarts/charts'
import * as echarts from 'echarts/core'
import { fetchJson } from '../../../parts/ask'

echarts.use([MapChart])

interface Collection {
  type: 'FeatureCollection'
  features: { properties: { name: string } }[]
}

/** Known to the library under its name; only the areas whose codes begin with `within`. */
export async function register(name: string, path: string, within: string): Promise<string[]> {
  const whole = await fetchJson<Collection>(path)
  const features = whole.features.filter((one) => one.properties.name.startsWith(within))
  if (features.length) {
    const shown = { ...whole, features }
    echarts.registerMap(name, shown as unknown as Parameters<typeof echarts.registerMap>[1])
  }
  return features.map((one) => one.properties.name)
}
