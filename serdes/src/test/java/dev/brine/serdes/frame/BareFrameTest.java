package dev.brine.serdes.frame;

class BareFrameTest extends FrameContract {

    @Override
    protected Frame frame() {
        return Frames.NONE;
    }

    @Override
    protected boolean namesTheSchema() {
        return false;
    }
}
