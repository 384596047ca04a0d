import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Table } from '@mantine/core'
import type { ObjectType, Scope } from '@/shared/api/types'
import classes from './settings.module.css'
import type { RoleGrant } from './settings-api'
import { useScopeWords } from './use-scope-words'

const ANY = '*'
const NOTHING: RoleGrant = { create: false, read: 'none', update: 'none', delete: 'none' }

type Grants = Record<string, RoleGrant>

/** What the role may do with that object: its own line, else the line of all others. */
export const grantOf = (grants: Grants, object: string): RoleGrant => grants[object] ?? grants[ANY] ?? NOTHING

interface Props {
  objects: ObjectType[]
  grants: Grants
  onChange: (grants: Grants) => void
}

/** Objects down, verbs across; each verb with whose records it reaches. */
export function GrantMatrix({ objects, grants, onChange }: Props) {
  const { t } = useLingui()
  const words = useScopeWords()
  const scopes = (Object.keys(words) as Scope[]).map((value) => ({ value, label: words[value] }))
  const verbs: ['read' | 'update' | 'delete', string][] = [
    ['read', t`Read`],
    ['update', t`Change`],
    ['delete', t`Delete`],
  ]
  const rows = [
    ...objects.map((object) => ({ name: object.name, label: object.label_plural })),
    { name: ANY, label: t`All other objects` },
  ]
  const change = (name: string, part: Partial<RoleGrant>) =>
    onChange({ ...grants, [name]: { ...grantOf(grants, name), ...part } })
  return (
    <div className={`${classes.tableWrap} ${classes.cards} ${classes.grants}`}>
      <Table verticalSpacing={4} aria-label={t`What the role allows`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Object`}</Table.Th>
            <Table.Th>{t`Create`}</Table.Th>
            {verbs.map(([verb, label]) => (
              <Table.Th key={verb}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, label }) => {
            const grant = grantOf(grants, name)
            return (
              <Table.Tr key={name}>
                <Table.Td fw={500}>{label}</Table.Td>
                <Table.Td data-label={t`Create`}>
                  <Checkbox
                    aria-label={t`${label}: create`}
                    checked={grant.create ?? false}
                    onChange={(event) => change(name, { create: event.currentTarget.checked })}
                  />
                </Table.Td>
                {verbs.map(([verb, verbLabel]) => (
                  <Table.Td key={verb} data-label={verbLabel}>
                    <NativeSelect
                      size="xs"
                      aria-label={`${label}: ${verbLabel}`}
                      data={scopes}
                      value={grant[verb] ?? 'none'}
                      onChange={(event) => change(name, { [verb]: event.currentTarget.value as Scope })}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}
