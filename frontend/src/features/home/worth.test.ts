import { describe, expect, it } from 'vitest'
import { amountIn, changeOf, chartCurrency, mainCurrency, otherCurrencies, weightedOf } from './worth'

const sum = (currency: string, amount: number) => ({ currency, amount, weighted: null })
const total = (amount: number, unrated: string[] = []) => ({ currency: 'EUR', amount, unrated })

describe('money of tiles', () => {
  it('shows the own currency first, and another one only where there is nothing in it', () => {
    expect(mainCurrency({ sums: [sum('USD', 900), sum('EUR', 1)] }, 'EUR')).toBe('EUR')
    expect(mainCurrency({ sums: [sum('USD', 900)] }, 'EUR')).toBe('USD')
    expect(mainCurrency({ sums: [sum('USD', 900)], total: total(800) }, 'EUR')).toBe('EUR')
    expect(mainCurrency({}, 'EUR')).toBe('EUR')
  })

  it('weights every currency, or their total', () => {
    const sums = [
      { ...sum('USD', 900), weighted: 90 },
      { ...sum('EUR', 500), weighted: 50 },
    ]
    expect(weightedOf({ sums }, 'EUR')).toEqual([
      { currency: 'EUR', amount: 50 },
      { currency: 'USD', amount: 90 },
    ])
    expect(weightedOf({ sums, weighted_total: total(130) }, 'EUR')).toEqual([total(130)])
    expect(weightedOf({ sums: [sum('EUR', 1)] }, 'EUR')).toEqual([])
  })

  it('draws a chart in one currency and names the others', () => {
    const groups = [{ sums: [sum('USD', 100), sum('JPY', 90_000)] }, { sums: [sum('JPY', 10)] }]
    expect(chartCurrency(groups, 'EUR')).toBe('JPY')
    expect(otherCurrencies(groups, 'JPY')).toEqual(['USD'])
    expect(amountIn(groups[1] ?? {}, 'USD')).toBe(0)
  })

  it('takes what the rates come to, and names only the currencies without one', () => {
    const groups = [{ sums: [sum('USD', 100), sum('EUR', 50), sum('XAU', 1)], total: total(140, ['XAU']) }]
    expect(chartCurrency(groups, 'EUR')).toBe('EUR')
    expect(amountIn(groups[0] ?? {}, 'EUR')).toBe(140)
    expect(otherCurrencies(groups, 'EUR')).toEqual(['XAU'])
  })

  it('tells no change where there was nothing before', () => {
    expect(changeOf(5, 0)).toBeNull()
    expect(changeOf(15, 10)).toBe(0.5)
  })
})
