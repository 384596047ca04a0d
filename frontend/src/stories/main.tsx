import '../app/styles'
import { type ReactNode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Frame, type Look } from './frame'
import classes from './stories.module.css'
import { storyFiles } from './story'

const CHOICES = { locale: ['en', 'de'], scheme: ['light', 'dark'], direction: ['ltr', 'rtl'] } as const

/** A page for developers: every story, in the chosen language, direction and colours. Not in what is built. */
function Stories() {
  const [look, setLook] = useState<Look>({ locale: 'en', scheme: 'light', direction: 'ltr' })
  const [chosen, setChosen] = useState(decodeURIComponent(location.hash.slice(1)))
  useEffect(() => {
    const follow = () => setChosen(decodeURIComponent(location.hash.slice(1)))
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    document.documentElement.lang = look.locale
    document.documentElement.dir = look.direction
  }, [look])
  const all = storyFiles.flatMap(({ of, states }) =>
    Object.entries(states).map(([name, draw]) => ({ id: `${of}: ${name}`, draw })),
  )
  const story = all.find(({ id }) => id === chosen) ?? all[0]
  return (
    <div className={classes.root}>
      <nav className={classes.nav} aria-label="Stories" dir="ltr">
        {Object.entries(CHOICES).map(([name, values]) => (
          <select
            key={name}
            aria-label={name}
            value={look[name as keyof Look]}
            onChange={(event) => setLook({ ...look, [name]: event.currentTarget.value })}
          >
            {values.map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
        ))}
        {all.map(({ id }) => (
          <a key={id} href={`#${encodeURIComponent(id)}`} aria-current={id === story?.id ? 'page' : undefined}>
            {id}
          </a>
        ))}
      </nav>
      <main className={classes.stage}>
        {story && <Shown key={`${story.id} ${JSON.stringify(look)}`} look={look} draw={story.draw} />}
      </main>
    </div>
  )
}

function Shown({ look, draw }: { look: Look; draw: () => ReactNode }) {
  const [content] = useState(draw)
  return <Frame {...look}>{content}</Frame>
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Stories />)
