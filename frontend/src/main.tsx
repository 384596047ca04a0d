import './app/styles'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { begin } from './app/begin'
import { activate, guessedLocale } from './shared/i18n/activate'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id "root".')

const speaking = activate(guessedLocale())
begin()
speaking.then(() => createRoot(root).render(<App />))
