"""Names of roles and rights, and the sentences with which the program refuses what a role may not do."""

from __future__ import annotations

from typing import Final

from cchc_tui.domain.roles import NotAllowedError, Right, Role
from cchc_tui.texts.language import N_, Translated, tr


class ROLES(metaclass=Translated):
    """Help texts and error messages about roles. The caller fills in ``{…}``."""

    option_role: Final = N_("Vai trò của người xem; không có: chủ thư mục dữ liệu, được làm mọi việc.")
    option_unit: Final = N_("Đơn vị của người xem có vai trò unit: mã hoặc tên.")
    option_name: Final = N_("Tên người xem, để ghi vào sổ.")
    unit_missing: Final = N_("Vai trò unit cần --unit: mã hoặc tên đơn vị của người xem.")
    unit_unneeded: Final = N_("--unit chỉ đi với --role unit.")
    not_own: Final = N_("Hồ sơ này không thuộc đơn vị của bạn: vai trò {role} chỉ mở được hồ sơ của đơn vị mình.")
    only_presenting: Final = N_("Chỉ trình chiếu.")
    refused: Final = N_("Vai trò {role} không được {what}.")
    view_only: Final = N_("Chỉ xem")
    of_unit: Final = N_("Đơn vị: {unit}")


#: The names of the roles.
ROLE_NAMES: dict[Role, str] = {
    Role.CHAIR: N_("chủ trì"),
    Role.SECRETARY: N_("thư ký"),
    Role.REVIEWER: N_("người xem"),
    Role.UNIT: N_("đơn vị"),
    Role.WALL: N_("trình chiếu"),
}
#: What each right allows, as the words after "không được".
RIGHT_NAMES: dict[Right, str] = {
    Right.PRESENT: N_("trình chiếu"),
    Right.BOARDS: N_("xem các bảng ngoài trình chiếu"),
    Right.DOSSIERS: N_("xem danh sách và hồ sơ"),
    Right.ALL_UNITS: N_("xem hồ sơ của đơn vị khác"),
    Right.PERSONAL: N_("xem dữ liệu cá nhân"),
    Right.OFFICERS: N_("xem tên cán bộ"),
    Right.TAKE: N_("lấy tệp về"),
    Right.ENTER: N_("ghi cuộc họp và chỉ đạo"),
    Right.OPERATE: N_("vận hành máy chủ"),
}


def refusal(error: NotAllowedError) -> str:
    """The sentence that says why an act is refused, in the current language."""
    role = "" if error.viewer.role is None else tr(ROLE_NAMES[error.viewer.role])
    if error.own_only:
        return ROLES.not_own.format(role=role)
    return ROLES.refused.format(role=role, what=tr(RIGHT_NAMES[error.right]))
