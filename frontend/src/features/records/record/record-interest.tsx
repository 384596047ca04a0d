import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import IconBellFilled from '@tabler/icons-react/dist/esm/icons/IconBellFilled.mjs'
import IconStar from '@tabler/icons-react/dist/esm/icons/IconStar.mjs'
import IconStarFilled from '@tabler/icons-react/dist/esm/icons/IconStarFilled.mjs'
import { useInterest } from '@/shared/interests/use-interest'
import { useShortcuts } from '@/shared/shortcuts/registry'

/** Favourite and following, each a button that says how it stands. */
export function RecordInterest({ object, id }: { object: string; id: string }) {
  const { t } = useLingui()
  const { interest, toggleFavourite, toggleFollowing } = useInterest(object, id)
  useShortcuts([{ keys: 'shift+f', label: t`Favourite or not`, group: t`Record`, run: () => void toggleFavourite() }])
  const names = (interest?.followers ?? []).map((one) => one.name).join(', ')
  const isFavourite = interest?.favourite ?? false
  const isFollowing = interest?.following ?? false
  return (
    <>
      <ActionIcon
        variant="subtle"
        color={isFavourite ? 'yellow' : 'gray'}
        aria-pressed={isFavourite}
        aria-label={t`Favourite`}
        title={isFavourite ? t`Take from the favourites` : t`Add to the favourites`}
        onClick={toggleFavourite}
      >
        {isFavourite ? <IconStarFilled size={17} aria-hidden /> : <IconStar size={17} aria-hidden />}
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color={isFollowing ? undefined : 'gray'}
        aria-pressed={isFollowing}
        aria-label={t`Follow`}
        title={names ? t`Followed by ${names}` : t`Nobody follows this record yet`}
        onClick={toggleFollowing}
      >
        {isFollowing ? <IconBellFilled size={17} aria-hidden /> : <IconBell size={17} aria-hidden />}
      </ActionIcon>
    </>
  )
}
