import c from 'canonicalize';
for (const v of ['\ud800', {a:'\u0000'}, NaN]) { try { console.log(c(v as never)); } catch(e:any){ console.log('throws', e.message); } }
