import { useQuery } from '@tanstack/react-query'
import { guideQuery } from './guide-api'
import { GuideCard } from './guide-card'
import { SamplesBox } from './samples-box'
import classes from './start.module.css'

/** On the home screen: the guide until it is done or put away, and a word while samples are here. */
export function HomeGuide({ onInvite }: { onInvite: () => void }) {
  const { data } = useQuery(guideQuery)
  if (!data) return null
  if (data.visible) return <GuideCard guide={data} onInvite={onInvite} />
  if (data.samples === 0) return null
  return (
    <div className={classes.note}>
      <SamplesBox guide={data} />
    </div>
  )
}
