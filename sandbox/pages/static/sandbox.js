// Песочница CRM: dialogs, tabs, menus, files. Pages work as plain links and forms without it.
(() => {
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];

  window.toast = (text) => {
    const box = document.getElementById('toasts');
    const el = Object.assign(document.createElement('div'), { className: 'toast', textContent: text });
    box.append(el);
    setTimeout(() => el.remove(), 4000);
  };

  // Navigation drawer on small screens
  const toggle = document.querySelector('.menu-toggle'), nav = document.getElementById('nav');
  const setNav = (open) => { if (!nav) return; nav.classList.toggle('open', open); toggle.setAttribute('aria-expanded', open); };
  toggle?.addEventListener('click', () => setNav(!nav.classList.contains('open')));

  document.addEventListener('click', (e) => {
    const opener = e.target.closest('[data-dialog]');
    if (opener) {
      e.preventDefault();
      const d = document.getElementById(opener.dataset.dialog);
      d.showModal();
      d.querySelector('.input, .dialog-foot [data-close]')?.focus();
    }
    const closer = e.target.closest('[data-close]');
    if (closer) closer.closest('dialog').close();
    $$('details.menu[open]').forEach((m) => m.contains(e.target) || (m.open = false));
    if (!e.target.closest('.nav, .menu-toggle')) setNav(false);
  });
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    setNav(false);
    $$('details.menu[open]').forEach((m) => { m.open = false; m.firstElementChild.focus(); });
  });

  // Tabs: role=tablist with arrow keys; #hash opens a tab
  const select = (tab, focus) => {
    $$('[role=tab]', tab.parentElement).forEach((t) => {
      const on = t === tab;
      t.setAttribute('aria-selected', on);
      t.tabIndex = on ? 0 : -1;
      document.getElementById(t.getAttribute('aria-controls')).hidden = !on;
      if (on) document.dispatchEvent(new CustomEvent('tab', { detail: document.getElementById(t.getAttribute('aria-controls')) }));
      if (on) t.closest('.cols')?.classList.toggle('cols-app', 'wide' in t.dataset);
    });
    if (focus) tab.focus();
  };
  $$('[role=tablist]').forEach((list) => {
    const tabs = $$('[role=tab]', list);
    list.addEventListener('click', (e) => { const t = e.target.closest('[role=tab]'); if (!t) return; select(t); history.replaceState(null, '', `#${t.getAttribute('aria-controls')}`); });
    list.addEventListener('keydown', (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (step) select(tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length], true);
    });
    const wanted = tabs.find((t) => '#' + t.getAttribute('aria-controls') === location.hash);
    if (wanted) queueMicrotask(() => select(wanted));
  });

  // Log rows open their detail row
  $$('[data-row]').forEach((b) => b.addEventListener('click', () => {
    const row = document.getElementById(b.dataset.row);
    row.hidden = !row.hidden;
    b.setAttribute('aria-expanded', !row.hidden);
  }));

  // Selects that lead somewhere, forms that send themselves, files that say their names
  document.addEventListener('change', (e) => {
    if (e.target.matches('[data-goto]')) location.href = e.target.value;
    if (e.target.matches('[data-submit]')) e.target.form.requestSubmit();
    if (e.target.matches('.drop [type=file]')) {
      const names = [...e.target.files].map((f) => f.name).join(', ');
      e.target.closest('.drop').querySelector('[data-chosen]').textContent = names || 'Файл не выбран';
    }
    if (e.target.matches('[data-upload]') && e.target.files.length) e.target.form.submit();
  });
  document.addEventListener('dragover', (e) => { if (e.target.closest('.drop')) e.preventDefault(); });
  document.addEventListener('drop', (e) => {
    const input = e.target.closest('.drop')?.querySelector('[type=file]');
    if (!input) return;
    e.preventDefault();
    input.files = e.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // What a robot asks for, when another robot is chosen
  const robots = document.querySelector('[data-robots]');
  const ask = () => $$('[data-of]').forEach((part) => {
    part.hidden = part.dataset.of !== robots.value;
    $$('input, select, textarea', part).forEach((i) => { i.disabled = part.hidden; });
  });
  if (robots) { robots.addEventListener('change', ask); ask(); }
  document.addEventListener('click', (e) => {
    const stage = e.target.closest('[data-place-on]');
    const choice = document.querySelector('#robot [name=stage]');
    if (stage && choice) choice.value = stage.dataset.placeOn;
  });

  // A word kept over a reload
  window.afterReload = (text, focus) => { sessionStorage.setItem('said', JSON.stringify({ text, focus })); location.reload(); };
  const said = JSON.parse(sessionStorage.getItem('said') || 'null');
  sessionStorage.removeItem('said');
  if (said) { toast(said.text); if (said.focus) document.querySelector(said.focus)?.focus(); }

  window.refuse = (words) => {
    const dialog = document.getElementById('refused');
    dialog.querySelector('[data-words]').textContent = words;
    dialog.showModal();
  };
  window.post = async (url, body) => {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body || {}) });
    return { ok: answer.ok, body: await answer.json().catch(() => ({})) };
  };
})();
