package dev.brine.serdes.pickle;

/** Writes texts to an output, in full the first time in a body and by their memo index later. Of one output. */
final class SharedTexts {

    private final PickleOutput out;
    private final TextTable texts = new TextTable();
    private final KeyCache keys = new KeyCache();

    SharedTexts(PickleOutput out) {
        this.out = out;
    }

    /** The output begins another body, after one of so many objects. */
    void nextBody(int objects) {
        texts.nextBody(objects);
        keys.nextBody(objects);
    }

    /** @throws Misfit if a surrogate stands alone */
    void text(String text) {
        KeyCache.Key key = keys.find(text);
        if (key != null) {
            known(key);
        } else {
            share(text);
        }
    }

    /** As {@link #text}, of a text that the next body is likely to have too. */
    void key(String text) {
        KeyCache.Key key = keys.find(text);
        if (key != null) {
            known(key);
        } else {
            keys.met(text, share(text));
        }
    }

    private void known(KeyCache.Key key) {
        int object = keys.object(key);
        if (object >= 0) {
            out.use(object);
        } else {
            int begin = out.size();
            out.text(key.padded(), 0, key.length());
            keys.define(key, out.defineFrom(begin));
        }
    }

    /** The object that the text is. */
    private int share(String text) {
        int begin = out.size();
        int cuts = out.cuts().count();
        out.text(text);
        int before = texts.find(text, out.body(), begin, out.size(), out.memo());
        if (before < 0) {
            return out.defineFrom(begin);
        }
        out.backTo(begin, cuts);
        out.use(before);
        return before;
    }
}
