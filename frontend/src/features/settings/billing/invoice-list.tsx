import { useLingui } from '@lingui/react/macro'
import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useStatusWords } from '@/shared/billing/use-status-words'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from '../loaded'
import { Scrolling } from '../scrolling'
import { SettingsPanel } from '../settings-panel'
import classes from './billing.module.css'
import { type Invoice, invoicesQuery } from './billing-api'
import { useAmounts } from './use-amounts'

/** The latest invoices with their papers. */
export function InvoiceList() {
  const { t } = useLingui()
  const query = useQuery(invoicesQuery)
  return (
    <SettingsPanel title={t`Invoices`} help={t`The latest hundred. Older ones are under “Manage payment”.`}>
      <Loaded query={query}>
        {({ results }) =>
          results.length === 0 ? (
            <Text size="sm" c="dimmed">{t`No invoices yet.`}</Text>
          ) : (
            <Invoices invoices={results} />
          )
        }
      </Loaded>
    </SettingsPanel>
  )
}

function Invoices({ invoices }: { invoices: Invoice[] }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const { words, tints } = useStatusWords()
  return (
    <Scrolling label={t`Latest invoices`}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Date`}</Table.Th>
            <Table.Th>{t({ message: 'Number', context: 'Of an invoice' })}</Table.Th>
            <Table.Th ta="end">{t`Amount`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
            <Table.Th>{t`Paper`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invoices.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{amounts.day(one.issued_at)}</Table.Td>
              <Table.Td>{one.number}</Table.Td>
              <Table.Td ta="end" className="numeric">
                {amounts.money(one.total, one.currency)}
              </Table.Td>
              <Table.Td>
                <TintBadge color={tints[one.status] ?? 'gray'}>{words[one.status] ?? one.status}</TintBadge>
              </Table.Td>
              <Table.Td>
                {one.pdf && (
                  <a
                    className={classes.paper}
                    href={one.pdf}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={t`PDF of invoice ${one.number}`}
                  >
                    PDF
                  </a>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolling>
  )
}
