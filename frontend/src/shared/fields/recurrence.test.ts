import { describe, expect, it } from 'vitest'
import { makeFormat } from '@/shared/lib/format'
import { recurrenceText, toRecurrence, toRule } from './recurrence'

const format = makeFormat('en-GB', 'Europe/Berlin', 'EUR')
const text = (rule: string) => recurrenceText(rule, format)

describe('recurrenceText', () => {
  it.each([
    ['FREQ=DAILY', 'every day'],
    ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
    ['FREQ=WEEKLY;BYDAY=MO', 'every week on Monday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'every 2 weeks on Monday and Thursday'],
    ['FREQ=MONTHLY;BYMONTHDAY=15', 'every month on day 15'],
    ['FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', 'every month on day 31'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
    ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15', 'every year on 15 March'],
    ['FREQ=DAILY;COUNT=4', 'every day, 4 times'],
    ['FREQ=DAILY;COUNT=1', 'every day, this time only'],
    ['FREQ=DAILY;UNTIL=20271231', 'every day, until 31 Dec 2027'],
    ['FREQ=HOURLY', 'FREQ=HOURLY'],
  ])('says %s in words', (rule, words) => expect(text(rule)).toBe(words))
})

describe('toRule', () => {
  it.each([
    'FREQ=DAILY;INTERVAL=3;COUNT=4',
    'FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20271231',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15',
  ])('writes %s as it was read', (rule) => {
    const read = toRecurrence(rule)
    expect(read && toRule(read)).toBe(rule)
  })

  it('leaves out what another frequency had', () => {
    const weekly = toRecurrence('FREQ=WEEKLY;BYDAY=MO')
    expect(weekly && toRule({ ...weekly, frequency: 'MONTHLY', day: 31 })).toBe('FREQ=MONTHLY;BYMONTHDAY=31')
  })
})
