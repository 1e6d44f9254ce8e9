document.body.classList.add('js-enabled')
