"""The screens of the boards, and the screens that open from them."""
