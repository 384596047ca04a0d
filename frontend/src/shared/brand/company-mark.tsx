import { useStore } from '@/shared/lib/store'
import { Monogram } from '@/shared/ui/monogram'
import { brand } from './brand'
import classes from './company-mark.module.css'

/** The company's logo, else its initials. */
export function CompanyMark({ size = 'md' }: { size?: 'md' | 'lg' }) {
  const { name, logo } = useStore(brand)
  if (!logo) return <Monogram name={name || 'Freehold'} size={size} />
  return (
    <span className={classes.root} data-size={size}>
      <img src={logo} alt="" />
    </span>
  )
}
