import { createRoot } from 'react-dom/client'

createRoot(document.getElementById('root')!).render(<p>สี่มิติ</p>)
