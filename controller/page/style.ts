/** The style of the page, in the reader's light or dark. */
export const style = `
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --text: light-dark(#1b1f24, #e6e8eb); --back: light-dark(#fff, #15181c);
  --quiet: light-dark(#57606a, #a5adb6); --link: light-dark(#0a58ca, #8ab8ff); --good: light-dark(#176f2c, #6fdd8b); --bad: light-dark(#b3261e, #ff9b92); }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--back) }
header, main { max-width: 72rem; margin: 0 auto; padding: 0 1rem } main { padding-top: 1rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding-top: 1rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.3rem; margin: 0 } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem } main > :first-child h2, article > h2 { margin-top: 0 } h3 { font-size: 1rem; margin: 0 } h4 { font-size: .9rem; margin: .75rem 0 .25rem }
a { color: var(--link) } a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
nav { display: flex; gap: 1rem } nav a[aria-current] { font-weight: 600; text-decoration: none; color: var(--text) }
.status { margin: .5rem 0; color: var(--quiet) } .good { color: var(--good) } .bad { color: var(--bad) }
.scroll { overflow: auto } table { border-collapse: collapse; font-size: .9rem }
caption, .small { color: var(--quiet); font-size: .85rem; text-align: left }
th, td { padding: .3rem .6rem; border: 1px solid var(--line); text-align: left; white-space: nowrap } thead th { vertical-align: bottom }
article { border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1rem; scroll-margin-top: 1rem } article:target { border-color: var(--link) }
pre { background: var(--soft); padding: .5rem .75rem; overflow: auto; margin: .5rem 0; font-size: .85rem } pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere }
details { margin: .5rem 0 } summary { cursor: pointer; color: var(--quiet) }
.deliveries { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 1.5rem } .deliveries > div { min-width: 0 }
.chat, .mail, .github { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .9rem; max-width: 44rem; overflow-wrap: anywhere; list-style: none; margin: 0 }
.chat p, .card p { margin: .25rem 0 } .sender { display: flex; gap: .5rem; align-items: center }
.tag { font-size: .7rem; border: 1px solid var(--line); border-radius: 3px; padding: 0 .3rem; color: var(--quiet) }
.attachment { border-left: 4px solid; padding: .1rem 0 .1rem .8rem; margin: .3rem 0 } .card { border: 1px solid var(--line); border-top-width: 4px; border-radius: 4px; padding: .4rem .8rem; margin: .4rem 0 }
.section { border-top: 1px solid var(--line); margin-top: .4rem; padding-top: .3rem } .heading { font-weight: 600; font-size: 1.05rem }
.fields { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .3rem 0 } .fields dt { font-weight: 600; font-size: .85rem } .fields dd { margin: 0 } .fields .long { flex-basis: 100% } .fields .short { flex: 0 1 14rem }
.columns { display: flex; flex-wrap: wrap; gap: 1rem } .link { color: var(--link); text-decoration: underline } .mention { color: var(--link) }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: .1rem .6rem; margin: .15rem .3rem .15rem 0 } .picture { border: 1px dashed var(--line); color: var(--quiet); padding: .3rem .6rem }
iframe { width: 100%; min-height: 12rem; border: 1px solid var(--line); background: #fff }
`;
