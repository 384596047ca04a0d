import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import type { Format } from '@/shared/lib/format'
import type { Sum, Total } from '@/shared/lib/money'
import { tintOf } from '@/shared/ui/tint-badge'
import classes from './board.module.css'
import { type BoardStage, takesCards } from './board-model'
import type { CardParts } from './card-parts'

interface Props {
  stage: BoardStage
  parts: CardParts
  onCreate: ((stage: BoardStage) => void) | undefined
  format: Format
}

const shownSums = (sums: Sum[], format: Format) =>
  sums
    .filter((sum) => sum.amount !== 0)
    .map((sum) => format.money(sum, true))
    .join(' · ')

/** One total where the rates give it, and the parts of it for the title. */
const shownTotal = (total: Total | null | undefined, sums: string, format: Format) =>
  total ? `≈ ${format.money(total, true)}${total.unrated.map((code) => ` + ${code}`).join('')}` : sums

/** Its name and how many are in it, and what they add up to. */
export function ColumnHead({ stage, parts, onCreate, format }: Props) {
  const { t } = useLingui()
  return (
    <header className={classes.columnHead}>
      <h2 className={classes.columnTitle}>
        <span
          className={classes.dot}
          data-category={stage.category}
          data-color={stage.category ? undefined : tintOf(stage.color)}
          aria-hidden
        />
        <span className="truncate">{stage.name}</span>
        <span className={classes.count}>{format.number(stage.count)}</span>
        {stage.retired ? (
          <span
            className={classes.retired}
            title={t`Nothing can be moved here any more. The column goes when its last card has left.`}
          >{t`Retired`}</span>
        ) : (
          stage.reserved && (
            <span
              className={classes.retired}
              title={t`Nothing is moved here by hand: records come here by themselves.`}
            >{t`Automatic`}</span>
          )
        )}
      </h2>
      {onCreate && takesCards(stage) && (
        <button
          type="button"
          className={classes.add}
          aria-label={t`New in ${stage.name}`}
          onClick={() => onCreate(stage)}
        >
          <IconPlus size={15} stroke={2} aria-hidden />
        </button>
      )}
      {parts.amount && <Sums stage={stage} format={format} />}
      {stage.weighted && <Weighted stage={stage} weighted={stage.weighted} format={format} />}
    </header>
  )
}

function Sums({ stage, format }: { stage: BoardStage; format: Format }) {
  const parts = shownSums(stage.sums, format)
  return (
    <p className={`${classes.sums} numeric truncate`} title={parts}>
      {shownTotal(stage.total, parts, format) || '\u00a0'}
    </p>
  )
}

/** What stages of a pipeline tell besides. */
function Weighted({ stage, weighted, format }: { stage: BoardStage; weighted: Sum[]; format: Format }) {
  const { t } = useLingui()
  const rotting = stage.rotting ?? 0
  const sum = stage.category === 'open' ? shownTotal(stage.weighted_total, shownSums(weighted, format), format) : ''
  return (
    <p
      className={`${classes.weighted} numeric truncate`}
      title={sum && t`Weighted by the stage's probability of ${stage.probability}%`}
    >
      {sum ? t`${sum} weighted` : '\u00a0'}
      {rotting > 0 && (
        <span className={classes.rotting}>{plural(rotting, { one: '# rotting', other: '# rotting' })}</span>
      )}
    </p>
  )
}
