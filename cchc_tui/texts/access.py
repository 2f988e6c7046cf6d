"""Texts of ``cchc-tui access``, and messages of the app about exported files that are on the server."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated


class ACCESS(metaclass=Translated):
    """Help texts, results and error messages of ``cchc-tui access``. The caller fills in ``{…}``."""

    add: Final = N_(
        "Cho cán bộ NAME vào qua SSH bằng khóa công khai đọc từ đầu vào (< lan.pub). NAME đã có: thay vai trò, đơn vị, "
        "khóa."
    )
    list: Final = N_("Ai được vào: vai trò, đơn vị, dấu khóa, từ bao giờ, lần mở gần nhất.")
    revoke: Final = N_("Thôi cho NAME vào, ngay lập tức: bỏ khóa, ngắt phiên đang mở, khóa tài khoản.")
    setup: Final = N_("Ghi phần cấu hình của máy chủ SSH, tạo các nhóm và thư mục (chạy lại cũng không sao).")
    role: Final = N_(
        "Vai trò: chair (chủ trì), secretary (thư ký), reviewer (người xem), unit (một đơn vị), wall (trình chiếu)."
    )
    unit: Final = N_("Đơn vị của vai trò unit: mã hoặc tên.")
    keys_folder: Final = N_("Thư mục các dòng khóa.")
    jails_folder: Final = N_("Thư mục chứa tệp cán bộ lấy ra (mặc định: tên thư mục dữ liệu thêm -lay).")
    added: Final = N_("✓ {name} vào được ({role}): ssh {name}@{host}")
    changed: Final = N_("✓ {name}: đã thay vai trò, đơn vị, khóa ({role}). Phiên đang mở đã bị ngắt. ssh {name}@{host}")
    key: Final = N_("  khóa {type} {fingerprint} {comment}")
    fetch: Final = N_("  Tệp lấy ra: sftp {name}-lay@{host}")
    revoked: Final = N_(
        "✓ {name} không vào được nữa: đã bỏ khóa, ngắt mọi phiên, khóa tài khoản. Tệp đã lấy ra còn ở {folder}."
    )
    set_up: Final = N_("✓ Đã ghi {path}, sshd nhận. Tiếp theo: cchc-tui access add TÊN --role VAI < khóa.pub")
    unknown: Final = N_("Không có cán bộ “{name}”. Xem tên đúng: cchc-tui access list")
    no_folder: Final = N_("Không ghi được {path}: {reason}. Kiểm tra đĩa và quyền, rồi chạy lại; chạy lại thì làm nốt.")
    goes_on: Final = NN_(
        "Đã bỏ khóa nhưng còn {n} tiến trình của {name} chưa dừng được. Chạy lại lệnh; vẫn còn thì khởi động lại máy."
    )
    title: Final = N_("Cán bộ vào qua SSH")
    revoked_state: Final = N_("đã thu hồi")


class KEYS(metaclass=Translated):
    """Error messages about a public key: what is wrong with it, and what is expected."""

    private: Final = N_(
        "Đây là khóa RIÊNG, không được gửi cho ai. Coi như nó đã lộ: cán bộ tạo khóa mới (ssh-keygen), rồi "
        "gửi tệp có đuôi .pub."
    )
    other_form: Final = N_(
        "Khóa công khai ở dạng của PuTTY. Chuyển dạng trước: ssh-keygen -i -f TỆP > khóa.pub, rồi đưa vào khóa.pub."
    )
    twice: Final = N_("Dòng {line}: khóa này đã có ở dòng trên ({fingerprint}). Mỗi khóa một dòng.")
    none: Final = N_(
        "Không có khóa nào ở đầu vào. Cần tệp .pub của cán bộ: cchc-tui access add TÊN --role VAI < lan.pub"
    )
    too_long: Final = N_("Đầu vào quá dài so với tệp khóa công khai. Cần tệp .pub, mỗi khóa một dòng.")
    no_text: Final = N_("Đầu vào không phải tệp chữ. Cần tệp .pub, mỗi dòng như: ssh-ed25519 AAAA… tên")
    options: Final = N_(
        "Dòng {line}: trước khóa có tùy chọn. Chỉ cần khóa: ssh-ed25519 AAAA… tên; tùy chọn do chương trình ghi."
    )
    no_key: Final = N_(
        "Dòng {line} không phải khóa công khai dùng được. Cần một dòng như: ssh-ed25519 AAAA… tên (hoặc ecdsa, sk-…, "
        "rsa từ 2048 bit), nguyên như trong tệp .pub."
    )
    short: Final = N_(
        "Dòng {line}: khóa rsa chỉ có {bits} bit, cần ít nhất {least}. Tạo khóa mới: ssh-keygen -t ed25519"
    )
    no_program: Final = N_("Máy này chưa có ssh-keygen. Cài: apt-get install openssh-server")


class NAMES(metaclass=Translated):
    """Error messages about the name of an officer's account."""

    form: Final = N_(
        "“{name}” không dùng làm tên tài khoản được. Cần 2 đến 28 chữ thường không dấu, chữ số, gạch nối; bắt đầu "
        "bằng chữ, không kết thúc bằng {ending}. Ví dụ: lan, nguyen-thi-lan"
    )
    service: Final = N_("“{name}” là tên dành cho hệ thống. Chọn tên khác, ví dụ tên cán bộ: {name}-vp")


class ACCOUNTS(metaclass=Translated):
    """Error messages about accounts and groups of the operating system."""

    not_root: Final = N_("Việc này cần quyền root. Chạy lại bằng: sudo cchc-tui access …")
    not_ours: Final = N_("Máy đã có tài khoản “{name}” không do cchc-tui tạo nên không động đến. Chọn tên khác.")
    group_exists: Final = N_("Máy đã có nhóm “{name}” nên không tạo được tài khoản cùng tên. Chọn tên khác.")
    no_program: Final = N_("Máy này không có lệnh {program}. Cài: apt-get install passwd")
    failed: Final = N_(
        "Lệnh của hệ thống không làm được: {command} ({reason}). Sửa rồi chạy lại; chạy lại thì làm nốt."
    )


class SERVER(metaclass=Translated):
    """Error messages about the SSH server."""

    no_server: Final = N_("Không có thư mục {folder}: máy chưa có máy chủ SSH. Cài: apt-get install openssh-server")
    no_program: Final = N_("Máy này không có lệnh {program}. Cài: apt-get install openssh-server")
    refused: Final = N_("sshd không nhận {path} nên để như cũ ({reason}). Sửa chỗ sshd nêu rồi chạy lại.")
    bad_folder: Final = N_(
        "Cấu hình SSH không ghi được đường dẫn {folder}. Chọn đường dẫn không dấu, không khoảng trắng: "
        "--jails /srv/cchc-lay"
    )


class TAKEN(metaclass=Translated):
    """Messages of the app about exported files that are on the server, not on the user's computer."""

    done: Final = N_("✓ Đã ghi, tệp nằm trên máy chủ {host}:")
    how: Final = N_("Lấy về: mở một cửa sổ lệnh trên máy mình rồi gõ")
    pasted: Final = N_("Lệnh đã chép; dán vào cửa sổ lệnh ấy.")
    only_owner: Final = N_("Chỉ khóa của bạn lấy được tệp.")
    picture: Final = N_("Đã chụp màn hình, tệp nằm trên máy chủ {host}: {path}")
    into: Final = N_("Ghi vào máy chủ {host}; lấy về bằng {command}")


#: Column of the list → its heading.
HEADINGS: Final = {
    "name": N_("Tài khoản"),
    "role": N_("Vai trò"),
    "unit": N_("Đơn vị"),
    "keys": N_("Dấu khóa"),
    "since": N_("Từ"),
    "seen": N_("Mở gần nhất"),
}
