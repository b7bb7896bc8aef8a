// Stages: mouse drag, arrow keys on the grip, a dialog on Enter or a click; the server decides.
(() => {
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
  const move = async (kind, id, stage, words, focus) => {
    const { ok, body } = await post(`/sandbox/item/${kind}/${id}/move`, { stage });
    if (ok) afterReload(words, focus);
    else refuse(body.error || 'Портал не ответил: обновите страницу и повторите.');
  };
  $$('.board[data-kind]').forEach((board) => {
    const lanes = $$('.lane', board), dialog = document.getElementById('move');
    let held = null, chosen = null;
    const to = (card, lane) => move(board.dataset.kind, card.dataset.id, lane.dataset.id,
      `${card.dataset.title}: стадия «${lane.dataset.stage}»`, `.card[data-id="${card.dataset.id}"] .grip`);
    board.addEventListener('dragstart', (e) => { held = e.target.closest('.card'); held?.classList.add('dragging'); });
    board.addEventListener('dragend', () => { held?.classList.remove('dragging'); held = null; lanes.forEach((l) => l.classList.remove('over')); });
    board.addEventListener('dragover', (e) => {
      const lane = e.target.closest('.lane');
      if (!held || !lane) return;
      e.preventDefault();
      lanes.forEach((l) => l.classList.toggle('over', l === lane));
    });
    board.addEventListener('drop', (e) => {
      e.preventDefault();
      const lane = e.target.closest('.lane');
      if (held && lane && !lane.contains(held)) to(held, lane);
    });
    board.addEventListener('keydown', (e) => {
      const grip = e.target.closest('.grip'), step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!grip || !step) return;
      e.preventDefault();
      const lane = lanes[lanes.indexOf(grip.closest('.lane')) + step];
      if (lane) to(grip.closest('.card'), lane);
    });
    board.addEventListener('click', (e) => {
      const grip = e.target.closest('.grip');
      if (!grip) return;
      chosen = grip.closest('.card');
      const now = chosen.closest('.lane').dataset.id;
      $$('[data-move]', dialog).forEach((b) => { b.disabled = b.dataset.move === now; });
      dialog.showModal();
    });
    dialog.addEventListener('click', (e) => {
      const button = e.target.closest('[data-move]');
      if (!button) return;
      dialog.close();
      to(chosen, lanes.find((l) => l.dataset.id === button.dataset.move));
    });
  });
  $$('.stages').forEach((bar) => bar.addEventListener('click', (e) => {
    const stage = e.target.closest('[data-move]');
    if (stage && !stage.hasAttribute('aria-current')) move(bar.dataset.kind, bar.dataset.id, stage.dataset.move, `Стадия: «${stage.textContent.trim()}»`);
  }));
})();
