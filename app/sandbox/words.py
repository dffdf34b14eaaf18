# ruff: noqa: E501 - the tables below are data, one line an entry
"""Languages and people's names of the invented world.

Everything here is common vocabulary; the people made of it do not exist. Order matters: creators store
positions in the table of languages, so a change needs a new `data.VERSION`.
"""

from dataclasses import dataclass


def split(text: str) -> tuple[str, ...]:
    """The words of a text; long tables of words read better as text."""
    return tuple(text.split())


LANGUAGES: tuple[tuple[str, str], ...] = tuple(
    (entry.split(":")[0], entry.split(":")[1])
    for entry in split(
        "en:English de:German fr:French es:Spanish pt:Portuguese it:Italian nl:Dutch sv:Swedish no:Norwegian "
        "da:Danish fi:Finnish pl:Polish cs:Czech hu:Hungarian ro:Romanian el:Greek tr:Turkish ru:Russian "
        "uk:Ukrainian ar:Arabic he:Hebrew fa:Persian hi:Hindi bn:Bengali ur:Urdu ta:Tamil te:Telugu mr:Marathi "
        "zh:Chinese ja:Japanese ko:Korean th:Thai vi:Vietnamese id:Indonesian ms:Malay tl:Tagalog sw:Swahili "
        "am:Amharic ha:Hausa yo:Yoruba zu:Zulu af:Afrikaans bg:Bulgarian sr:Serbian hr:Croatian sl:Slovenian "
        "sk:Slovak lt:Lithuanian lv:Latvian et:Estonian ka:Georgian hy:Armenian az:Azerbaijani kk:Kazakh uz:Uzbek "
        "ne:Nepali si:Sinhala km:Khmer lo:Lao my:Burmese mn:Mongolian ca:Catalan eu:Basque gl:Galician "
        "is:Icelandic ga:Irish cy:Welsh sq:Albanian mk:Macedonian bs:Bosnian be:Belarusian tg:Tajik tk:Turkmen "
        "ky:Kyrgyz tt:Tatar ku:Kurdish ps:Pashto sd:Sindhi gu:Gujarati pa:Punjabi kn:Kannada ml:Malayalam or:Odia "
        "as:Assamese sa:Sanskrit dz:Dzongkha bo:Tibetan ug:Uyghur dv:Dhivehi jv:Javanese su:Sundanese mg:Malagasy "
        "mi:Maori sm:Samoan to:Tongan fj:Fijian ht:Haitian qu:Quechua ay:Aymara gn:Guarani rw:Kinyarwanda "
        "rn:Kirundi lg:Luganda ny:Chichewa sn:Shona st:Sesotho tn:Tswana xh:Xhosa ss:Swati so:Somali om:Oromo "
        "ti:Tigrinya ig:Igbo wo:Wolof ff:Fulah bm:Bambara ln:Lingala ak:Akan ee:Ewe mt:Maltese lb:Luxembourgish "
        "fo:Faroese gd:Gaelic br:Breton co:Corsican oc:Occitan fy:Frisian yi:Yiddish eo:Esperanto la:Latin "
        "cv:Chuvash ab:Abkhazian kl:Greenlandic"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Names of one part of the world; each entry is (as written there, in plain Latin letters)."""

    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str], ...]


def _names(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for entry in text.split():
        written, _, latin = entry.partition("/")
        pairs.append((written, latin or written))
    return tuple(pairs)


def _people(women: str, men: str, families: str) -> People:
    return People(women=_names(women), men=_names(men), families=_names(families))


PEOPLE: dict[str, People] = {
    "en": _people(
        "Olivia Emma Ava Sophie Grace Chloe Ruby Hazel Ivy Nora Ellie Maya Zoe Lucy Piper Willow",
        "Liam Noah Jack Oliver Ethan Mason Owen Caleb Finn Dylan Miles Jude Theo Max Reid Cole",
        "Carter Brooks Hayes Parker Walsh Bennett Reed Foster Grant Ellis Porter Quinn Shaw Wells Hart Lane",
    ),
    "de": _people(
        "Lena Marie Hannah Jana Katrin Greta Frieda Annika Jule Svenja Käthe/Kathe Zoë/Zoe",
        "Lukas Jonas Felix Moritz Tobias Jannik Florian Björn/Bjorn Jürgen/Jurgen Nils Anton Emil",
        "Müller/Muller Schneider Weber Becker Hoffmann Krüger/Kruger Vogel Lang Böhm/Bohm Roth Seidel Brandt",
    ),
    "fr": _people(
        "Camille Léa/Lea Chloé/Chloe Manon Inès/Ines Élodie/Elodie Margaux Juliette Anaïs/Anais Clémence/Clemence",
        "Hugo Louis Théo/Theo Jules Antoine Rémi/Remi Baptiste Gaël/Gael Mathis Adrien",
        "Martin Bernard Dubois Laurent Lefèvre/Lefevre Moreau Girard Roux Fontaine Chevalier Lambert Garnier",
    ),
    "es": _people(
        "Lucía/Lucia Sofía/Sofia María/Maria Valentina Camila Isabella Paula Daniela Ximena Begoña/Begona Noa",
        "Mateo Santiago Diego Álvaro/Alvaro Javier Andrés/Andres Nicolás/Nicolas Iker Joaquín/Joaquin Bruno",
        "García/Garcia Rodríguez/Rodriguez López/Lopez Fernández/Fernandez Muñoz/Munoz Torres Ramírez/Ramirez "
        "Castro Vargas Ibáñez/Ibanez Rojas Navarro",
    ),
    "pt": _people(
        "Ana Beatriz Larissa Júlia/Julia Luísa/Luisa Helena Letícia/Leticia Mariana Thaís/Thais Inês/Ines",
        "João/Joao Pedro Gabriel Rafael Thiago Lucas Caio Vinícius/Vinicius Tomás/Tomas Bruno",
        "Silva Santos Oliveira Souza Araújo/Araujo Gonçalves/Goncalves Costa Ribeiro Teixeira Magalhães/Magalhaes",
    ),
    "it": _people(
        "Giulia Chiara Martina Francesca Alessia Elisa Beatrice Ginevra Noemi Ludovica",
        "Lorenzo Matteo Andrea Davide Riccardo Niccolò/Niccolo Edoardo Filippo Simone Gabriele",
        "Rossi Bianchi Ferrari Romano Colombo Ricci Marino Greco Conti Gallo Fontana Rinaldi",
    ),
    "nl": _people(
        "Sanne Fleur Lotte Femke Anouk Noor Roos Maud Isa Fenna",
        "Daan Sem Bram Thijs Joris Ruben Stijn Luuk Teun Gijs",
        "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Kuiper",
    ),
    "nordic": _people(
        "Maren Ingrid Astrid Freja Sigrid Åsa/Asa Hanne Elin Aino Signe Tuva Søs/Sos",
        "Lars Erik Bjørn/Bjorn Magnus Søren/Soren Nils Håkon/Hakon Eero Jens Kasper Oskar Gøran/Goran",
        "Hansen Lindqvist Berg Dahl Sørensen/Sorensen Nygård/Nygard Virtanen Holm Lund Strøm/Strom Fjeld Skog",
    ),
    "pl": _people(
        "Zofia Julia Maja Łucja/Lucja Hanna Alicja Kinga Zuzanna Eliška/Eliska Jovana",
        "Jakub Kacper Szymon Michał/Michal Paweł/Pawel Tomáš/Tomas Ondřej/Ondrej Wojciech Łukasz/Lukasz Nikola",
        "Nowak Kowalski Wiśniewski/Wisniewski Zieliński/Zielinski Dvořák/Dvorak Novák/Novak Mazur Król/Krol Petrović/Petrovic",
    ),
    "hu": _people(
        "Anna Zsófia/Zsofia Luca Boglárka/Boglarka Réka/Reka Eszter",
        "Bence Máté/Mate Levente Ádám/Adam Zoltán/Zoltan Gergő/Gergo",
        "Nagy Kovács/Kovacs Tóth/Toth Szabó/Szabo Horváth/Horvath Varga Kiss Molnár/Molnar",
    ),
    "ro": _people(
        "Andreea Ioana Elena Mădălina/Madalina Ștefania/Stefania Raluca",
        "Andrei Mihai Ștefan/Stefan Răzvan/Razvan Vlad Ionuț/Ionut",
        "Popescu Ionescu Dumitrescu Stănescu/Stanescu Munteanu Rusu Țurcanu/Turcanu Matei",
    ),
    "el": _people(
        "Μαρία/Maria Ελένη/Eleni Κατερίνα/Katerina Σοφία/Sofia Δήμητρα/Dimitra Ιωάννα/Ioanna",
        "Γιώργος/Giorgos Νίκος/Nikos Δημήτρης/Dimitris Κώστας/Kostas Γιάννης/Giannis Πέτρος/Petros",
        "Παπαδόπουλος/Papadopoulos Γεωργίου/Georgiou Νικολάου/Nikolaou Οικονόμου/Oikonomou Βλάχος/Vlachos",
    ),
    "tr": _people(
        "Zeynep Elif Ayşe/Ayse Defne Büşra/Busra Gökçe/Gokce Irmak Şule/Sule",
        "Emre Mert Kaan Oğuz/Oguz Çağlar/Caglar Burak Yiğit/Yigit Umut",
        "Yılmaz/Yilmaz Kaya Demir Şahin/Sahin Çelik/Celik Öztürk/Ozturk Aydın/Aydin Koç/Koc",
    ),
    "ru": _people(
        "Анна/Anna Мария/Maria Екатерина/Ekaterina Дарья/Darya Ольга/Olga Полина/Polina Айгуль/Aigul Юлия/Yulia",
        "Иван/Ivan Алексей/Alexey Дмитрий/Dmitry Николай/Nikolay Тимур/Timur Павел/Pavel Георги/Georgi Артём/Artem",
        "Иванов/Ivanov Петров/Petrov Соколов/Sokolov Волков/Volkov Димитров/Dimitrov Орлов/Orlov Ким/Kim Зайцев/Zaitsev",
    ),
    "uk": _people(
        "Олена/Olena Ірина/Iryna Оксана/Oksana Соломія/Solomiia Марта/Marta Наталія/Nataliia",
        "Андрій/Andrii Тарас/Taras Богдан/Bohdan Олексій/Oleksii Юрій/Yurii Максим/Maksym",
        "Шевченко/Shevchenko Коваленко/Kovalenko Бондаренко/Bondarenko Ткачук/Tkachuk Мельник/Melnyk Гриценко/Hrytsenko",
    ),
    "ar": _people(
        "فاطمة/Fatima مريم/Mariam نور/Nour ليلى/Layla سارة/Sara هدى/Huda ياسمين/Yasmin رنا/Rana",
        "محمد/Mohamed أحمد/Ahmed عمر/Omar يوسف/Youssef خالد/Khalid كريم/Karim طارق/Tariq سامي/Sami",
        "حسن/Hassan العلي/Alali منصور/Mansour الحربي/Alharbi ناصر/Nasser خان/Khan بناني/Bennani السيد/Elsayed",
    ),
    "he": _people(
        "נועה/Noa תמר/Tamar יעל/Yael מיכל/Michal שירה/Shira",
        "דוד/David יוסף/Yosef איתי/Itay אורי/Uri עומר/Omer",
        "כהן/Cohen לוי/Levi מזרחי/Mizrahi פרץ/Peretz ביטון/Biton",
    ),
    "hi": _people(
        "प्रिया/Priya अनन्या/Ananya दीया/Diya नेहा/Neha पूजा/Pooja सानवी/Saanvi काव्या/Kavya रिया/Riya",
        "आरव/Aarav राहुल/Rahul अर्जुन/Arjun रोहन/Rohan विक्रम/Vikram करण/Karan समीर/Sameer देव/Dev",
        "शर्मा/Sharma वर्मा/Verma पटेल/Patel सिंह/Singh गुप्ता/Gupta मेहता/Mehta नायर/Nair थापा/Thapa",
    ),
    "zh": _people(
        "王芳/WangFang 李娜/LiNa 陈静/ChenJing 林怡君/LinYijun 张敏/ZhangMin 刘洋/LiuYang",
        "王伟/WangWei 李强/LiQiang 陈杰/ChenJie 林志豪/LinZhihao 张磊/ZhangLei 刘军/LiuJun",
        "的日常/daily 同學/tongxue 小廚房/kitchen 旅行/travel 工作室/studio",
    ),
    "ja": _people(
        "さくら/Sakura 美咲/Misaki 陽菜/Hina ゆい/Yui 葵/Aoi 七海/Nanami",
        "蓮/Ren 大翔/Hiroto 翔太/Shota 健/Ken 悠真/Yuma ハルト/Haruto",
        "佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 渡辺/Watanabe 山本/Yamamoto",
    ),
    "ko": _people(
        "지우/Jiwoo 서연/Seoyeon 민지/Minji 하은/Haeun 수빈/Subin",
        "민준/Minjun 서준/Seojun 지호/Jiho 현우/Hyunwoo 도윤/Doyoon",
        "김/Kim 이/Lee 박/Park 최/Choi 정/Jung 강/Kang",
    ),
    "th": _people(
        "สุดา/Suda มาลี/Malee พิมพ์/Pim ใหม่/Mai", "สมชาย/Somchai ธนา/Thana กิตติ/Kitti นนท์/Non",
        "ใจดี/Jaidee ศรีสุข/Srisuk ทองดี/Thongdee วงศ์/Wong",
    ),
    "vi": _people(
        "Linh Hương/Huong Trang Thảo/Thao Mai Ngọc/Ngoc",
        "Minh Huy Đức/Duc Tuấn/Tuan Khánh/Khanh Phúc/Phuc",
        "Nguyễn/Nguyen Trần/Tran Lê/Le Phạm/Pham Hoàng/Hoang Đặng/Dang",
    ),
    "id": _people(
        "Siti Dewi Putri Ayu Nurul Citra Intan Wulan", "Budi Agus Rizky Dimas Adi Bayu Fajar Yoga",
        "Santoso Wijaya Pratama Kusuma Hidayat Saputra Lestari Nugroho",
    ),
    "af": _people(
        "Amara Zainab Thandiwe Wanjiku Adaeze Naledi Abena Imani", "Kwame Chidi Sipho Kamau Tunde Thabo Kofi Juma",
        "Okafor Mensah Dlamini Mwangi Adeyemi Nkosi Boateng Otieno",
    ),
}  # fmt: skip
