import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { forgetKept, noteDraft, renameKept, useKeptEdit } from './kept-edits'

interface Edit {
  draft?: string
}

function Field({ id }: { id: string }) {
  const [edit, setEdit] = useKeptEdit<Edit>(`contacts/${id}`)
  if (!edit) return <button type="button" onClick={() => setEdit({})}>{`Edit ${id}`}</button>
  return (
    <input
      aria-label={id}
      defaultValue={edit.draft ?? ''}
      onChange={(event) => noteDraft(edit, event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && setEdit(null)}
    />
  )
}

/** Two screens of which one is shown, as wide and narrow ones are. */
function Turned() {
  const [wide, setWide] = useState(true)
  return (
    <>
      <button type="button" onClick={() => setWide(!wide)}>
        Turn
      </button>
      {wide ? (
        <Field id="a" />
      ) : (
        <section>
          <Field id="a" />
        </section>
      )}
    </>
  )
}

afterEach(forgetKept)

async function editing() {
  const user = userEvent.setup()
  render(<Turned />)
  await user.click(screen.getByRole('button', { name: 'Edit a' }))
  return user
}

test('what was typed is there when another screen takes the place of the one in which it began', async () => {
  const user = await editing()
  await user.type(screen.getByLabelText('a'), 'Half a wo')
  await user.click(screen.getByRole('button', { name: 'Turn' }))
  expect(screen.getByLabelText('a')).toHaveValue('Half a wo')
  await user.type(screen.getByLabelText('a'), '{Escape}')
  await user.click(screen.getByRole('button', { name: 'Turn' }))
  expect(screen.getByRole('button', { name: 'Edit a' })).toBeInTheDocument()
})

test('an input in which nothing was typed is closed with its screen', async () => {
  const user = await editing()
  await user.click(screen.getByRole('button', { name: 'Turn' }))
  expect(screen.getByRole('button', { name: 'Edit a' })).toBeInTheDocument()
})

test('goes along when the record gets another id', async () => {
  const user = await editing()
  await user.type(screen.getByLabelText('a'), 'Oslo')
  renameKept('contacts/a', 'contacts/b')
  render(<Field id="b" />)
  expect(screen.getByLabelText('b')).toHaveValue('Oslo')
})
