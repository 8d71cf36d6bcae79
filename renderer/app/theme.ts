/**
 * Looks of the instrument: dense Mantine theme, graphite and petrol, light and dark.
 * Own styles use the variables of `theme.css`; knows no screen.
 */
import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  InputWrapper,
  type MantineColorsTuple,
  Modal,
  NativeSelect,
  Notification,
  NumberInput,
  PasswordInput,
  Portal,
  Radio,
  Select,
  Switch,
  Table,
  Tabs,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { overlayWords } from './words.ts';

const petrol: MantineColorsTuple = [
  '#e8f4f4',
  '#d2e6e7',
  '#a6ccce',
  '#76b1b4',
  '#4d979c',
  '#2c8187',
  '#17747b',
  '#0c6068',
  '#084e55',
  '#033b41',
];

/** Graphite with a breath of green: page, panels and borders of the dark scheme come from it. */
const dark: MantineColorsTuple = [
  '#d3d9d9',
  '#b6bebf',
  '#98a2a3',
  '#6b7677',
  '#434d4f',
  '#343d3f',
  '#272f31',
  '#1c2325',
  '#161c1e',
  '#101517',
];

const gray: MantineColorsTuple = [
  '#f7f8f7',
  '#eff1f0',
  '#e4e8e6',
  '#d5dad8',
  '#c0c7c5',
  '#a3acaa',
  '#77827f',
  '#4e5856',
  '#353d3c',
  '#1f2625',
];

const red: MantineColorsTuple = [
  '#fdeeec',
  '#f8d9d5',
  '#f0b0a9',
  '#e8857a',
  '#e06153',
  '#d5473a',
  '#c0362b',
  '#a32b22',
  '#86231c',
  '#681a15',
];

const amber: MantineColorsTuple = [
  '#fdf5e3',
  '#f8e8c4',
  '#f0d089',
  '#e7b74c',
  '#dba122',
  '#c08a10',
  '#8f6400',
  '#7a5500',
  '#634500',
  '#4a3300',
];

const green: MantineColorsTuple = [
  '#eaf6ec',
  '#d5ead9',
  '#a9d3b2',
  '#7abb88',
  '#52a665',
  '#36914b',
  '#247a39',
  '#1a662e',
  '#125224',
  '#0a3d19',
];

const systemFonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const wireFonts =
  'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { petrol, dark, gray, red, amber, green },
  black: '#1a2120',
  fontFamily: systemFonts,
  fontFamilyMonospace: wireFonts,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    TagsInput: TagsInput.extend({ defaultProps: { size: 'xs' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({
      defaultProps: { size: 'xs' },
      styles: { label: { fontSize: 'var(--mantine-font-size-sm)' } },
    }),
    Radio: Radio.extend({
      defaultProps: { size: 'xs' },
      styles: { label: { fontSize: 'var(--mantine-font-size-sm)' } },
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'xs' },
      styles: { label: { fontSize: 'var(--mantine-font-size-sm)' } },
    }),
    Select: Select.extend({ defaultProps: { size: 'xs', allowDeselect: false } }),
    InputWrapper: InputWrapper.extend({
      styles: { description: { fontSize: 'var(--mantine-font-size-xs)' } },
    }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 4, horizontalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
    // Overlays live in a landmark of the page, so that nothing stands outside of all landmarks.
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': overlayWords.close } },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': overlayWords.close } },
    }),
  },
});
