import IconActivity from '@tabler/icons-react/dist/esm/icons/IconActivity.mjs'
import IconBox from '@tabler/icons-react/dist/esm/icons/IconBox.mjs'
import IconBriefcase from '@tabler/icons-react/dist/esm/icons/IconBriefcase.mjs'
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconFileText from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import IconHeart from '@tabler/icons-react/dist/esm/icons/IconHeart.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import IconLifebuoy from '@tabler/icons-react/dist/esm/icons/IconLifebuoy.mjs'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconListDetails from '@tabler/icons-react/dist/esm/icons/IconListDetails.mjs'
import IconPackage from '@tabler/icons-react/dist/esm/icons/IconPackage.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import IconStar from '@tabler/icons-react/dist/esm/icons/IconStar.mjs'
import IconTag from '@tabler/icons-react/dist/esm/icons/IconTag.mjs'
import IconTarget from '@tabler/icons-react/dist/esm/icons/IconTarget.mjs'
import IconTrendingUp from '@tabler/icons-react/dist/esm/icons/IconTrendingUp.mjs'
import IconTruck from '@tabler/icons-react/dist/esm/icons/IconTruck.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import IconUserPlus from '@tabler/icons-react/dist/esm/icons/IconUserPlus.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'

/** The names that the catalogue may give to an object's icon. */
const ICONS: Record<string, typeof IconBox> = {
  activity: IconActivity,
  box: IconBox,
  briefcase: IconBriefcase,
  building: IconBuilding,
  calendar: IconCalendar,
  'calendar-event': IconCalendar,
  file: IconFileText,
  heart: IconHeart,
  home: IconHome,
  lifebuoy: IconLifebuoy,
  link: IconLink,
  list: IconListDetails,
  package: IconPackage,
  settings: IconSettings,
  star: IconStar,
  tag: IconTag,
  target: IconTarget,
  'trending-up': IconTrendingUp,
  truck: IconTruck,
  user: IconUser,
  'user-plus': IconUserPlus,
  users: IconUsers,
}

export const ICON_NAMES = Object.keys(ICONS)

const BY_OBJECT: Record<string, string> = {
  accounts: 'building',
  contacts: 'user',
  leads: 'user-plus',
  opportunities: 'target',
  activities: 'calendar',
  cases: 'lifebuoy',
  products: 'package',
  'line-items': 'list',
}

interface Props {
  object: { name: string; icon: string }
  size?: number
}

export function ObjectIcon({ object, size = 18 }: Props) {
  const Icon = ICONS[object.icon] ?? ICONS[BY_OBJECT[object.name] ?? 'box'] ?? IconBox
  return <Icon size={size} stroke={1.7} aria-hidden />
}
