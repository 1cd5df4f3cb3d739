package dev.brine.gateway.access;

/** That one request has come in. */
public interface Permit {

    /** Whose request it is: the name of the token, or the address. */
    String client();

    /** To be called once, when the request is over. */
    void leave();
}
