import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, NativeSelect, Table, Text } from '@mantine/core'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useFormat } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { useUndo } from '@/shared/undo/use-undo'
import { Scrolling } from '../scrolling'
import { useSettingsWrite } from '../settings-api'
import { type Company, type ExchangeRate, ratesQuery } from './company-api'

interface Props {
  company: Company
  /** Only rates of this one; empty: of all. */
  currency: string
  onCurrency: (currency: string) => void
}

/** The rates that were entered, the latest first. */
export function RateTable({ company, currency, onCurrency }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useInfiniteQuery(ratesQuery(currency))
  const write = useSettingsWrite()
  const { offer } = useUndo()
  const remove = ({ id, currency, day, rate }: ExchangeRate) =>
    write.mutate(
      { method: 'DELETE', path: `/exchange-rates/${id}/` },
      {
        onSuccess: () =>
          offer({
            token: id,
            label: t`Rate of ${currency} removed`,
            revert: async () => {
              await write.mutateAsync({
                method: 'POST',
                path: '/exchange-rates/',
                body: { rates: [{ currency, day, rate }], replace: false },
              })
            },
          }),
      },
    )
  const rates = query.data?.pages.flatMap((page) => page.results) ?? []
  if (query.isError) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  if (query.isPending) return null
  if (rates.length === 0 && !currency) return <Text size="sm" c="dimmed">{t`No rates yet.`}</Text>
  const number = numberFormat(format.locale, { minimumFractionDigits: 2, maximumFractionDigits: 12 })
  return (
    <div>
      {company.currencies.length > 1 && (
        <NativeSelect
          aria-label={t`Rates of`}
          mb="xs"
          w={180}
          data={[{ value: '', label: t`All currencies` }, ...company.currencies]}
          value={currency}
          onChange={(event) => onCurrency(event.currentTarget.value)}
        />
      )}
      <Scrolling label={t`Exchange rates`}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`From`}</Table.Th>
              <Table.Th>{t`Currency`}</Table.Th>
              <Table.Th ta="end">{t`Worth in ${company.currency}`}</Table.Th>
              <Table.Th aria-label={t`Actions`} w={44} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rates.map((rate) => (
              <Table.Tr key={rate.id}>
                <Table.Td>{format.date(rate.day)}</Table.Td>
                <Table.Td>{rate.currency}</Table.Td>
                <Table.Td ta="end" className="numeric">
                  {number.format(Number(rate.rate))}
                </Table.Td>
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t`Remove the rate of ${rate.currency} from ${format.date(rate.day)}`}
                    onClick={() => remove(rate)}
                  >
                    <IconTrash size={15} aria-hidden />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolling>
      {query.hasNextPage && (
        <Group justify="center" mt="xs">
          <Button variant="subtle" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t`Show more`}
          </Button>
        </Group>
      )}
    </div>
  )
}
