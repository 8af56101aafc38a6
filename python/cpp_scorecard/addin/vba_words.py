"""Words that VBA keeps for itself ([MS-VBAL] 3.3.5.2), none of which may name an argument or a function."""

from __future__ import annotations

RESERVED = frozenset(
    """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec cdecl
    cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents
    double each else elseif empty end endif enum eqv erase error event exit false fix for friend function get global
    gosub goto if imp implements in input inputb int integer is lbound len lenb let like linput lineinput lock long
    longlong longptr loop lset me mod new next not nothing null on open option optional or paramarray preserve print
    private property pset public put raiseevent redim rem resume return rset scale seek select set sgn shared single
    spc static stop string sub tab then to true type typeof ubound unlock until variant vb_base vb_control
    vb_creatable vb_customizable vb_description vb_exposed vb_ext_key vb_globalnamespace vb_helpid vb_invoke_func
    vb_invoke_property vb_invoke_propertyput vb_invoke_propertyputref vb_memberflags vb_name vb_predeclaredid
    vb_procdata vb_templatederived vb_usermemid vb_vardescription vb_varhelpid vb_varmemberflags vb_varprocdata
    vb_varusermemid wend while width with withevents write xor
    """.split()
)
