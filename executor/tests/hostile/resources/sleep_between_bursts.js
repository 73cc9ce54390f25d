// attack: sleeps, with a little work now and then to look alive
// expect: idle_limit
// limits: cpu=4 idle=2 memory=256
setInterval(() => {
    for (let i = 0; i < 1e5; i++);
}, 50);
