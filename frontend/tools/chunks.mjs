// Which modules come in one file. Left to itself, the bundler cuts by every screen, dialog and panel that shares
// something: a screen then came in forty files, most of them under one KiB, in four rounds. Each group takes what its
// modules import along, so a small part of something large is named before it (`SMALL`), and what only some screens
// need is kept out of what all of them load (`LARGE`). `npm run budget` prints what a screen weighs.

const SMALL = /CheckIcon|CheckboxIcon|get-parsed-combobox-data|to-int|ComboboxChevron/
const FLOATING =
  /floating-ui|remove-scroll|components.(Popover|Combobox(?!.ComboboxChevron)|ScrollArea|Select)|use-focus-trap|sidecar|tslib/
const LARGE =
  /components.(Modal|Menu|Checkbox|Radio|Switch|SegmentedControl|NumberInput|Progress|FileButton)|DatePicker|mantine.dates|dayjs|tiptap|prosemirror|numeric/

/** Groups of `output.codeSplitting`; a module is shared by so many screens, dialogs and panels. */
export const groups = [
  { name: 'app', tags: ['$initial'], priority: 5 },
  { name: 'small', test: SMALL, priority: 4 },
  { name: 'base', test: (id) => !FLOATING.test(id) && !LARGE.test(id), minShareCount: 20, priority: 3 },
  { name: 'floating', test: FLOATING, minShareCount: 12, priority: 2 },
  { name: 'icons', test: /tabler/, minShareCount: 4, priority: 1 },
]
