// The portal's side of the frame protocol: COMMAND[:JSON]:CALLBACK:APP_SID in, CALLBACK:JSON out; silence to strangers.
(() => {
  const frames = new Map();
  const PATHS = /^\/(crm|docs|company|marketplace|mail|notifications|stream|tasks|devops|workgroups)\//;

  const launchOf = (place) => post(`/sandbox/frame/${place.dataset.app}/launch`,
    { widget: Number(place.dataset.widget), options: JSON.parse(place.dataset.options || '{}') });

  window.startFrame = async (place) => {
    if ('started' in place.dataset) return;
    place.dataset.started = '';
    const { ok, body } = await launchOf(place);
    if (!ok) {
      place.textContent = 'Приложение не открылось: оно не установлено до конца или удалено. Установку завершает администратор.';
      place.classList.add('panel-body');
      return;
    }
    const iframe = Object.assign(document.createElement('iframe'), { className: 'frame', name: body.name, title: `Приложение «${body.title}»` });
    iframe.allow = 'clipboard-write';
    place.replaceChildren(iframe);
    const frame = { ...body, iframe, place, app: place.dataset.app };
    frames.set(body.sid, frame);
    const form = Object.assign(document.createElement('form'), { method: 'post', action: body.url, target: body.name, hidden: true });
    for (const [name, value] of Object.entries(body.fields)) {
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    document.body.append(form);
    form.submit();
    form.remove();
  };

  const parsed = (data) => {
    if (data && typeof data === 'object') return { name: data.method, params: data.params ?? {}, callback: data.callback, sid: data.appSid };
    if (typeof data !== 'string') return null;
    const parts = data.split(':');
    if (parts.length < 2) return null;
    const name = parts.shift(), sid = parts.pop(), callback = parts.length ? parts.pop() : '', text = parts.join(':');
    try {
      return { name, sid, callback, params: text ? JSON.parse(text) : {} };
    } catch {
      return { name, sid, callback, params: text };
    }
  };
  const settled = (path) => new URL(String(path), location.origin);

  const base = {
    getInitData: async (frame, params, answer) => {
      answer(frame.init);
      if (frame.init.FIRST_RUN) await post(`/sandbox/frame/${frame.app}/opened`);
      frame.init = { ...frame.init, FIRST_RUN: false };
    },
    setInstall: async (frame, params, answer) => { await post(`/sandbox/frame/${frame.app}/opened`); answer(params); },
    setInstallFinish: async (frame, params) => {
      const { ok } = await post(`/sandbox/frame/${frame.app}/finish`, params);
      if (!ok) return;
      const next = new URL(location.href);
      next.searchParams.set('install_finished', 'Y');
      location.replace(next);
    },
    refreshAuth: async (frame, params, answer) => {
      const { ok, body } = await post(`/sandbox/frame/${frame.app}/auth`);
      if (ok) { frame.init = { ...frame.init, ...body }; answer(body); }
    },
    resizeWindow: (frame, params, answer) => {
      if (Number(params.height) > 0) frame.iframe.style.height = `${Math.min(Number(params.height), 20000)}px`;
      if (Number(params.width) > 0) frame.iframe.style.width = `${Number(params.width)}px`;
      if (params.width === '100%') frame.iframe.style.width = '100%';
      answer({ width: frame.iframe.offsetWidth, height: frame.iframe.offsetHeight });
    },
    setTitle: (frame, params, answer) => {
      const heading = frame.place.closest('dialog')?.querySelector('h2') || document.querySelector('[data-app-title]');
      if (heading) heading.textContent = String(params.title);
      answer(params);
    },
    setScroll: (frame, params, answer) => { window.scrollTo(0, Number(params.scroll) || 0); answer(params); },
    reloadWindow: () => location.reload(),
    setAppOption: async (frame, params, answer) => {
      if (!frame.init.IS_ADMIN) return;
      const { ok, body } = await post(`/sandbox/frame/${frame.app}/option`, { ...params, for: 'app' });
      if (ok) answer(body);
    },
    setUserOption: async (frame, params, answer) => {
      const { ok } = await post(`/sandbox/frame/${frame.app}/option`, { ...params, for: 'user' });
      if (ok) answer(params);
    },
    openPath: (frame, params, answer) => {
      const path = settled(params.path);
      if (path.origin !== location.origin || !PATHS.test(path.pathname)) {
        answer({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' });
        return;
      }
      path.searchParams.set('IFRAME', 'Y');
      openSlider(path.pathname + path.search + path.hash, () => answer({ result: 'close' }));
    },
    openApplication: (frame, params, answer) => { openAppSlider(frame.app, params, () => answer()); },
    closeApplication: (frame) => {
      const dialog = frame.place.closest('dialog');
      if (dialog) dialog.close();
      else if (document.body.classList.contains('in-slider')) parent.postMessage('closeSlider', location.origin);
    },
    selectUser: (frame, params, answer) => chooseUsers(Boolean(params.mult), (rows) => {
      if (rows) answer(params.mult ? rows : rows[0]);
    }),
    selectAccess: (frame, params, answer) => chooseUsers(true, (rows) => {
      if (rows) answer(rows.map((row) => ({ ...row, id: `U${row.id}` })));
    }),
    selectCRM: (frame, params, answer) => {
      const types = [].concat(params.entityType || ['deal', 'contact', 'company']);
      chooseCrm(types, Boolean(params.multiple), (rows) => {
        if (!rows) return;
        const buckets = {};
        for (const row of rows) {
          buckets[row.type] ??= {};
          buckets[row.type][Object.keys(buckets[row.type]).length] = row;
        }
        answer(buckets);
      });
    },
    imOpenMessenger: () => toast('Мессенджера в песочнице нет: сообщения видны в уведомлениях.'),
    imOpenHistory: () => toast('Мессенджера в песочнице нет: сообщения видны в уведомлениях.'),
    imCallTo: () => toast('Звонков в песочнице нет.'),
    imPhoneTo: () => toast('Звонков в песочнице нет.'),
    getInterface: (frame, params, answer) => answer(frame.interface),
    // No place of the sandbox has events of its own, and the host is silent about events that a place lacks
    placementBindEvent: () => {},
  };
  const ofPlace = { reloadData: () => location.reload() };

  window.addEventListener('message', (e) => {
    if (e.origin === location.origin && e.data === 'closeSlider') { document.querySelector('dialog.slider[open]')?.close(); return; }
    const asked = parsed(e.data), frame = asked && frames.get(asked.sid);
    if (!frame || e.origin !== frame.origin || e.source !== frame.iframe.contentWindow) return;
    const allowed = Object.hasOwn(base, asked.name) || frame.interface.command.includes(asked.name);
    const run = allowed ? base[asked.name] || ofPlace[asked.name] : null;
    if (!run) return;
    const answer = (said) => {
      if (asked.callback) frame.iframe.contentWindow?.postMessage(`${asked.callback}:${said === undefined ? '' : JSON.stringify(said)}`, frame.origin);
    };
    run(frame, asked.params, answer);
  });

  const visible = (root) => [...root.querySelectorAll('[data-frame]')].filter((p) => !p.closest('[hidden]')).forEach(startFrame);
  document.addEventListener('tab', (e) => visible(e.detail));
  visible(document);
})();
