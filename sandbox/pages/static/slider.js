// Sliders and choices that apps ask for: pages of the portal, the app itself, employees, items of CRM.
(() => {
  const element = (html) => {
    const box = document.createElement('template');
    box.innerHTML = html;
    return box.content.firstElementChild;
  };
  const shown = (dialog, done) => {
    document.body.append(dialog);
    dialog.addEventListener('close', () => { dialog.remove(); done(dialog.chosen); }, { once: true });
    dialog.addEventListener('click', (e) => { if (e.target.closest('[data-close]')) dialog.close(); });
    dialog.showModal();
    return dialog;
  };
  const head = (words) => {
    const bar = element('<div class="dialog-head"><h2></h2><button class="btn btn-quiet btn-icon" type="button" data-close aria-label="Закрыть"><svg class="icon" aria-hidden="true"><use href="#i-close"/></svg></button></div>');
    bar.querySelector('h2').textContent = words;
    return bar;
  };

  // A page of the portal over this one; `closed` is called when it goes
  window.openSlider = (path, closed) => {
    const dialog = element('<dialog class="drawer slider" data-testid="slider"></dialog>');
    const frame = Object.assign(document.createElement('iframe'), { className: 'frame', title: 'Страница портала', src: path });
    dialog.append(head('Портал'), frame);
    frame.addEventListener('load', () => { dialog.querySelector('h2').textContent = (frame.contentDocument?.title || 'Портал').split(' · ')[0]; });
    return shown(dialog, closed);
  };

  // The app itself over this page
  window.openAppSlider = (app, options, closed) => {
    const dialog = element('<dialog class="drawer slider" data-testid="app-slider"></dialog>');
    const place = Object.assign(document.createElement('div'), { className: 'app-frame' });
    Object.assign(place.dataset, { frame: '', app, widget: 0, options: JSON.stringify(options) });
    dialog.append(head(options.bx24_title || 'Приложение'), place);
    if (Number(options.bx24_width)) dialog.style.width = `min(${Number(options.bx24_width)}px, 100vw)`;
    shown(dialog, closed);
    startFrame(place);
    return dialog;
  };

  // One or several of the rows; answers the chosen rows, or nothing when closed without a choice
  const choose = (words, url, several, found) => {
    const dialog = element('<dialog data-testid="choice"><form method="dialog"></form></dialog>'), form = dialog.firstElementChild;
    const list = element('<div class="panel-body stack tight choice"></div>'), rows = new Map();
    const search = element('<div class="panel-body"><label><span class="sr">Поиск</span><input class="input" type="search" placeholder="Поиск"></label></div>');
    form.append(head(words), search, list, element('<div class="dialog-foot"><button class="btn push" type="button" data-close>Отмена</button><button class="btn btn-main">Выбрать</button></div>'));
    const fill = async () => {
      const wanted = search.querySelector('input').value;
      const answer = await fetch(`${url}${url.includes('?') ? '&' : '?'}find=${encodeURIComponent(wanted)}`);
      list.replaceChildren();
      for (const row of await answer.json()) {
        const label = element('<label class="check"><input name="row"><span></span></label>');
        const input = label.firstElementChild;
        Object.assign(input, { type: several ? 'checkbox' : 'radio', value: row.id });
        label.lastElementChild.textContent = row.name || row.title;
        rows.set(String(row.id), row);
        list.append(label);
      }
    };
    search.querySelector('input').addEventListener('input', fill);
    form.addEventListener('submit', () => { dialog.chosen = [...form.querySelectorAll('[name=row]:checked')].map((i) => rows.get(i.value)); });
    fill();
    shown(dialog, found);
  };
  window.chooseUsers = (several, found) => choose('Выберите сотрудника', '/sandbox/choose/user', several, found);
  window.chooseCrm = (types, several, found) => {
    const query = types.map((type) => `type=${encodeURIComponent(type)}`).join('&');
    choose('Выберите элемент CRM', `/sandbox/choose/crm?${query}`, several, found);
  };
})();
