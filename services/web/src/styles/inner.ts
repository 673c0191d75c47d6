/** Mantine's sheets for the pages behind the sign-in: dialogs, tabs, choices. */
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Tabs.css'
import '@mantine/core/styles/ScrollArea.css'
import './fields.css'
