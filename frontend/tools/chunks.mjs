// Which modules come in one file. Left to itself, the bundler cuts by every screen, dialog and panel that shares
// something: a screen then came in forty files, most of them under one KiB, in four rounds. Each group takes what its
// modules import along, so a small part of something large is named before it (`SMALL`), what only some screens need
// is kept out of what all of them load (`LARGE`), and what many groups want comes in one of a higher priority.
// `npm run budget` prints what a screen weighs.

const SMALL = /lib.use-page-title|CheckIcon|CheckboxIcon|get-parsed-combobox-data|to-int|ComboboxChevron/
const FLOATING =
  /floating-ui|remove-scroll|components.(Popover|Combobox(?!.ComboboxChevron)|ScrollArea|Select)|use-focus-trap|sidecar|tslib/
const LARGE =
  /components.(Modal|Menu|Checkbox|Radio|Switch|SegmentedControl|NumberInput|Progress|FileButton)|DatePicker|mantine.dates|dayjs|tiptap|prosemirror|numeric|ui.form-dialog/
// What keeps the app up to date, with its colleagues and without a connection: every screen loads it.
const CONNECTION =
  /offline.(database|forget|kept|overlay|waiting-mark)\.|live.registry|api.cache|pipeline.move\.|ui.failures/
// What nearly every screen of records shows; then what a list and a board do, and a record.
const RECORDS = /query.*infiniteQuery|fields.(change-text|targets|field-view|recurrence\.)|ui.(page-header|marked)/i
const MANY =
  /app.(view-switch|use-panel-state)|filter.(model|wording|use-condition-text|filter-button|filter-chips)\.|query.*(queriesObserver|useQueries)|quick-search|list.list-states|merge-api|views.(use-views|view-menu|view-bar)|virtual-core|react-virtual|use-printing|panel-steps|Icon(Copy|ArrowsJoin2)\./
const ONE =
  /components.Tabs|activities.(days|activity|use-change-activity)\.|pipeline.move-question\.|records.use-(save|delete)|Icon(Pencil|Checklist|Mail|Pin)\./

/** Groups of `output.codeSplitting`; a module is shared by so many screens, dialogs and panels. */
export const groups = [
  { name: 'app', tags: ['$initial'], priority: 5 },
  { name: 'small', test: SMALL, priority: 4 },
  { name: 'text-input', test: /components.TextInput/, priority: 3.5 },
  { name: 'action-icon', test: /components.ActionIcon/, priority: 3.5 },
  { name: 'base', test: (id) => !FLOATING.test(id) && !LARGE.test(id), minShareCount: 24, priority: 3 },
  { name: 'floating', test: FLOATING, minShareCount: 12, priority: 2 },
  { name: 'icons', test: /tabler/, minShareCount: 4, priority: 1.6 },
  { name: 'connection', test: CONNECTION, minShareCount: 2, priority: 1.55 },
  { name: 'records', test: RECORDS, minShareCount: 2, priority: 1.5 },
  { name: 'records-many', test: MANY, minShareCount: 2, priority: 1.4 },
  { name: 'records-one', test: ONE, minShareCount: 2, priority: 1.3 },
]
