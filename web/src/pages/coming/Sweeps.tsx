export default function Sweeps() {
  return null
}
