import { describe, expect, it } from 'vitest'
import { amountIn, changeOf, chartCurrency, mainCurrency, otherCurrencies } from './worth'

const sum = (currency: string, amount: number) => ({ currency, amount, weighted: null })

describe('money of tiles', () => {
  it('shows the own currency first, and another one only where there is nothing in it', () => {
    expect(mainCurrency([sum('USD', 900), sum('EUR', 1)], 'EUR')).toBe('EUR')
    expect(mainCurrency([sum('USD', 900)], 'EUR')).toBe('USD')
    expect(mainCurrency([], 'EUR')).toBe('EUR')
  })

  it('draws a chart in one currency and names the others', () => {
    const groups = [{ sums: [sum('USD', 100), sum('JPY', 90_000)] }, { sums: [sum('JPY', 10)] }]
    expect(chartCurrency(groups, 'EUR')).toBe('JPY')
    expect(otherCurrencies(groups, 'JPY')).toEqual(['USD'])
    expect(amountIn(groups[1]?.sums ?? [], 'USD')).toBe(0)
  })

  it('tells no change where there was nothing before', () => {
    expect(changeOf(5, 0)).toBeNull()
    expect(changeOf(15, 10)).toBe(0.5)
  })
})
