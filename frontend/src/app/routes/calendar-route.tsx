import { useNavigate } from '@tanstack/react-router'
import { CalendarPage, type CalendarState } from '@/features/calendar/calendar-page'
import { calendarRoute } from '../router'
import { calendarSearch } from '../search-params'

export function CalendarRoute() {
  const state = calendarRoute.useSearch()
  const navigate = useNavigate()
  const change = (next: CalendarState) => {
    const search: CalendarState = { ...state, ...next }
    void navigate({ to: '/calendar', search: calendarSearch({ ...search }), replace: true })
  }
  return <CalendarPage state={state} onState={change} />
}
