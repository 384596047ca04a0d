import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, NativeSelect, Select, Switch, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { useProblemWording } from '@/shared/ui/problem-message'
import classes from './import.module.css'
import { type ImportJob, type ImportOptions, type Preview, previewFile, type Reading, startImport } from './import-api'
import {
  doubled,
  isNumeric,
  type Mapping,
  missingRequired,
  sentMapping,
  suggestedMapping,
  targetsOf,
  withSuggested,
} from './mapping'
import { useObjectChoices } from './object-choices'
import { ReadingFields } from './reading-fields'

/** What was said about a file. */
export interface Settled {
  preview: Preview
  object: string
  mapping: Mapping
  options: ImportOptions
  reading: Reading
}

interface Props {
  file: File
  preview: Preview
  /** What was said of it before. */
  settled: Settled | undefined
  onStarted: (job: ImportJob, settled: Settled) => void
  onBack: () => void
}

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'INR', 'CNY']

export const startSettled = (file: File, { object, mapping, options, reading }: Settled) =>
  startImport(file, object, sentMapping(mapping), { ...options, ...reading })

/** Which column goes where, and how the file is to be treated. */
export function MappingStep({ file, preview: first, settled, onStarted, onBack }: Props) {
  const { t } = useLingui()
  const wordingOf = useProblemWording()
  const catalogue = useCatalogue()
  const me = useMe()
  const choices = useObjectChoices()
  const [preview, setPreview] = useState(first)
  const [object, setObject] = useState(settled?.object ?? first.object ?? choices[0]?.value ?? '')
  const [mapping, setMapping] = useState<Mapping>(settled?.mapping ?? suggestedMapping(first))
  const [options, setOptions] = useState<ImportOptions>(
    settled?.options ?? {
      dry_run: false,
      create_missing: true,
      dedupe: 'update',
      currency: me.tenant.currency,
      multiply: {},
    },
  )
  const [reading, setReading] = useState<Reading>(settled?.reading ?? {})
  const type = catalogue.find((one) => one.name === object)
  const targets = withSuggested(
    targetsOf(type, object),
    [...Object.values(suggestedMapping(preview)), ...Object.values(mapping)],
    type,
  )
  const twice = doubled(mapping)
  const missing = missingRequired(type, mapping)
  const mapped = Object.values(mapping).filter(Boolean).length

  const again = useMutation({
    mutationFn: ({ name, how }: { name?: string; how: Reading }) =>
      previewFile(file, { object: name, otherwise: object, reading: how }),
    onSuccess: (next, { how }) => {
      setReading(how)
      setPreview(next)
      setObject(next.object ?? object)
      setMapping(suggestedMapping(next))
    },
  })
  const start = useMutation({
    mutationFn: () => startSettled(file, { preview, object, mapping, options, reading }),
    onSuccess: (job) => onStarted(job, { preview, object, mapping, options, reading }),
  })
  const setFactor = (column: string, factor: number) =>
    setOptions(({ multiply: { [column]: _, ...others }, ...rest }) => ({
      ...rest,
      multiply: factor === 1 ? others : { ...others, [column]: factor },
    }))
  const refusal = start.error ?? again.error
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        start.mutate()
      }}
    >
      <Group justify="space-between" align="flex-end" mb="md">
        <Select
          label={t`Import as`}
          data={choices}
          value={object}
          allowDeselect={false}
          searchable
          onChange={(name) => {
            if (!name) return
            setObject(name)
            again.mutate({ name, how: reading })
          }}
        />
        <ReadingFields
          preview={preview}
          reading={reading}
          disabled={again.isPending}
          onChange={(next) => again.mutate({ name: next.sheet ? undefined : object, how: next })}
        />
        <p className={classes.facts}>
          <strong>{preview.file_name}</strong>
          {' · '}
          {plural(preview.rows, { one: '# row', other: '# rows' })}
        </p>
      </Group>
      {refusal && (
        <Alert color="red" variant="light" role="alert" mb="md" title={wordingOf(refusal).title}>
          {wordingOf(refusal).text}
          <ul>
            {('errors' in refusal ? (refusal.errors as { message: string }[]) : []).map((error) => (
              <li key={error.message}>{error.message}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div className={classes.tableWrap}>
        <Table verticalSpacing={6} aria-label={t`Columns of the file`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Column`}</Table.Th>
              <Table.Th className={classes.samples}>{t`First values`}</Table.Th>
              <Table.Th>{t`Goes to`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.columns.map((column) => {
              const target = mapping[column.name] ?? null
              return (
                <Table.Tr key={column.name}>
                  <Table.Td fw={500}>{column.name}</Table.Td>
                  <Table.Td className={classes.samples}>
                    <span className={classes.sample}>{column.samples.slice(0, 3).join(' · ')}</span>
                  </Table.Td>
                  <Table.Td>
                    <Select
                      aria-label={t`Map ${column.name}`}
                      placeholder={t`Not imported`}
                      description={
                        column.only_read && !target
                          ? t`Your roles only let you read this field: ${column.only_read}`
                          : undefined
                      }
                      inputWrapperOrder={['label', 'input', 'description', 'error']}
                      data={targets}
                      value={target}
                      onChange={(next) => setMapping((old) => ({ ...old, [column.name]: next }))}
                      searchable
                      clearable
                      clearButtonProps={{ 'aria-label': t`Clear` }}
                      error={target && twice.has(target) ? t`Two columns go here.` : undefined}
                    />
                    {isNumeric(target, type) && (
                      <NativeSelect
                        size="xs"
                        mt={4}
                        aria-label={t`Unit of ${column.name}`}
                        data={[
                          { value: '1', label: t`Numbers as they are` },
                          { value: '1000', label: t`In thousands` },
                          { value: '1000000', label: t`In millions` },
                        ]}
                        value={String(options.multiply[column.name] ?? 1)}
                        onChange={(event) => setFactor(column.name, Number(event.currentTarget.value))}
                      />
                    )}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </div>
      {missing.length > 0 && (
        <Alert color="yellow" variant="light" mt="md">
          {t`No column fills: ${missing.join(', ')}. Rows without these values cannot be created.`}
        </Alert>
      )}
      <fieldset className={classes.options}>
        <legend>{t`How to import`}</legend>
        <Switch
          label={t`Create what is missing`}
          description={t`Accounts, products and people named in the file that do not exist yet.`}
          checked={options.create_missing}
          onChange={(event) => setOptions({ ...options, create_missing: event.currentTarget.checked })}
        />
        <Switch
          label={t`Dry run`}
          description={t`Checks every row and reports, but writes nothing.`}
          checked={options.dry_run}
          onChange={(event) => setOptions({ ...options, dry_run: event.currentTarget.checked })}
        />
        <Select
          label={t`When a record exists already`}
          data={[
            { value: 'update', label: t`Update it` },
            { value: 'skip', label: t`Skip the row` },
            { value: 'create', label: t`Create another one` },
          ]}
          value={options.dedupe}
          allowDeselect={false}
          onChange={(dedupe) => setOptions({ ...options, dedupe: (dedupe ?? 'update') as ImportOptions['dedupe'] })}
        />
        <Select
          label={t`Currency of amounts`}
          data={[...new Set([me.tenant.currency, ...CURRENCIES])]}
          value={options.currency}
          allowDeselect={false}
          searchable
          onChange={(currency) => setOptions({ ...options, currency: currency ?? me.tenant.currency })}
        />
      </fieldset>
      {preview.rows === 0 && (
        <Alert color="yellow" variant="light" role="status" mt="md">
          {t`The file has no rows below its header: there is nothing to import.`}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onBack}>{t`Another file`}</Button>
        <Button
          type="submit"
          loading={start.isPending}
          disabled={preview.rows === 0 || mapped === 0 || twice.size > 0 || again.isPending}
        >
          {options.dry_run ? t`Check the file` : plural(preview.rows, { one: 'Import # row', other: 'Import # rows' })}
        </Button>
      </Group>
    </form>
  )
}
